package org.xenopolis.gateway.events;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.kit.Loop;

/** Keeps the table of events bounded, by age and by number. */
@ApplicationScoped
class EventBound {
    private static final Logger LOG = Logger.getLogger(EventBound.class);

    private final EventStore events;
    private final Clock clock;
    private @Nullable Loop loop;

    @ConfigProperty(name = "xeno.sweep.every")
    Duration every = Duration.ofSeconds(30);

    @ConfigProperty(name = "xeno.events.keep")
    Duration keep = Duration.ofDays(1);

    @ConfigProperty(name = "xeno.events.rows")
    long rowsMax = 200_000;

    EventBound(EventStore events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("event-bound", every, this::forget);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private void forget() {
        int forgotten = events.forget(clock.instant().minus(keep), rowsMax);
        LOG.debugf("%d events forgotten", forgotten);
    }
}
