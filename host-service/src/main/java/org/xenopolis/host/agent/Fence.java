package org.xenopolis.host.agent;

import java.util.List;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;

/**
 * What the host promises when its lease runs out: guests that may be started elsewhere stand still, at once and all of
 * them, and what was promised under the lease holds no longer. It waits for nobody: destroying, which takes seconds for
 * each, is left to the rounds, because the next lease must not come late. Guests of the other kind stay; nobody starts
 * those elsewhere without an operator's oath.
 */
final class Fence {
    private static final Logger LOG = Logger.getLogger(Fence.class);

    private final Guests guests;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final LeaseGate gate;
    private final Steps steps;

    Fence(Guests guests, Journal journal, HypervisorDriver driver, LeaseGate gate, Steps steps) {
        this.guests = guests;
        this.journal = journal;
        this.driver = driver;
        this.gate = gate;
        this.steps = steps;
    }

    /** All under the gate, so that nothing starts in between. */
    void drop() {
        gate.fence(() -> {
            if (gate.held() == null) {
                haltAll(journal.read(state ->
                        state.guests().stream().filter(Guests::isFenced).toList()));
                journal.step(state -> JournalRecord.newBuilder()
                        .setLostLeaseEpoch(state.lease().getEpoch())
                        .build());
            }
        });
        steps.reached("fence.halted");
    }

    private void haltAll(List<GuestRecord> fenced) {
        if (!fenced.isEmpty()) {
            LOG.warnf("host %s has lost its lease: %d guests end here", guests.host(), fenced.size());
            fenced.forEach(guest -> guests.domain(guest).ifPresent(this::halt));
        }
    }

    private void halt(Domain domain) {
        if (domain.reading().state() == DomainState.MIGRATED_AWAY) {
            // Never runs again anyway, and its receiver has the word.
            return;
        }
        try {
            driver.halt(domain.domid());
        } catch (ProblemException e) {
            // Gone in the meantime: all the better.
            LOG.debugf(e, "domain %d", domain.domid());
        }
    }
}
