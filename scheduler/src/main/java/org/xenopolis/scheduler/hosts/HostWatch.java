package org.xenopolis.scheduler.hosts;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostState;
import org.xenopolis.kit.Loop;

/** Looks at all hosts once a second: keeps the directory new, and calls a host suspect whose lease has run out. */
@ApplicationScoped
class HostWatch {
    static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Logger LOG = Logger.getLogger(HostWatch.class);

    private final HostStore hosts;
    private final HostDirectory directory;
    private final LeaseService leases;
    private @Nullable Loop loop;

    HostWatch(HostStore hosts, HostDirectory directory, LeaseService leases) {
        this.hosts = hosts;
        this.directory = directory;
        this.leases = leases;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("host-watch", PERIOD, this::look);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    void look() {
        List<HostRecord> all = hosts.all();
        directory.refresh(all);
        for (HostRecord host : all) {
            leases.table().renewed(host.id(), host.lease().renewals());
            if (host.state().answers() && leases.table().lapsed(host.id())) {
                suspect(host);
            }
        }
    }

    private void suspect(HostRecord host) {
        // Names the renewals that were read: one that came meanwhile wins.
        if (hosts.change(host, HostState.SUSPECT, host.state(), 0, "its lease ran out")) {
            LOG.warnf("host %s is suspect: its lease ran out", host.id());
        }
    }
}
