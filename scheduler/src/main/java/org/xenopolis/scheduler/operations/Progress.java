package org.xenopolis.scheduler.operations;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.OperationId;

/** How far a long step has come, for those who watch. */
@ApplicationScoped
public class Progress {
    private static final Logger LOG = Logger.getLogger(Progress.class);
    private final OperationLog log;

    Progress(OperationLog log) {
        this.log = log;
    }

    /** Worth no failure: when it cannot be noted, it is not. */
    public void note(OperationId operation, int percent) {
        try {
            log.progress(operation, percent);
        } catch (RuntimeException e) {
            LOG.debugf("operation %s: progress not noted: %s", operation, e.getMessage());
        }
    }
}
