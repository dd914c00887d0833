package org.xenopolis.gateway.mutations;

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
import org.xenopolis.gateway.quotas.Doubts;
import org.xenopolis.store.Transactions;

/** From time to time: forgets old keys, and asks about reservations whose request died. */
@ApplicationScoped
class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);

    private final Transactions transactions;
    private final KeyStore keys;
    private final Doubts doubts;
    private final Clock clock;
    private final Semaphore stop = new Semaphore(0);
    private @Nullable Thread thread;

    @ConfigProperty(name = "xeno.sweep.every")
    Duration every = Duration.ofSeconds(30);

    @ConfigProperty(name = "xeno.idempotency.keep")
    Duration keep = Duration.ofDays(1);

    @ConfigProperty(name = "xeno.quota.doubt-after")
    Duration doubtAfter = Duration.ofMinutes(2);

    Sweep(Transactions transactions, KeyStore keys, Doubts doubts, Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.doubts = doubts;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("sweep").start(this::run);
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
                    once();
                } catch (RuntimeException e) {
                    LOG.warnf("the sweep waits: %s", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void once() {
        transactions.call(session -> keys.expire(session, clock.instant().minus(keep)));
        doubts.settle(clock.instant().minus(doubtAfter));
    }
}
