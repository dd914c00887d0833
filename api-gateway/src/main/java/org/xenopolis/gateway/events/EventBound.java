package org.xenopolis.gateway.events;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the table of events bounded, by age and by number. */
@ApplicationScoped
class EventBound {
    private static final Logger LOG = Logger.getLogger(EventBound.class);

    private final EventStore events;
    private final Clock clock;
    private final Semaphore stop = new Semaphore(0);
    private @Nullable Thread thread;

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
        thread = Thread.ofVirtual().name("event-bound").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stop.release();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        try {
            while (!stop.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    int forgotten = events.forget(clock.instant().minus(keep), rowsMax);
                    LOG.debugf("%d events forgotten", forgotten);
                } catch (RuntimeException e) {
                    LOG.warnf("old events stay for now: %s", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
