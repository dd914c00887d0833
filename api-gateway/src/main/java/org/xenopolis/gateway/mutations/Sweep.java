package org.xenopolis.gateway.mutations;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.quotas.Doubts;
import org.xenopolis.kit.Loop;
import org.xenopolis.store.Transactions;

/** From time to time: forgets old keys, and asks about reservations whose request died. */
@ApplicationScoped
class Sweep {
    private final Transactions transactions;
    private final KeyStore keys;
    private final Doubts doubts;
    private final Clock clock;
    private @Nullable Loop loop;

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
        loop = Loop.start("sweep", every, this::once);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    void once() {
        transactions.call(session -> keys.expire(session, clock.instant().minus(keep)));
        doubts.settle(clock.instant().minus(doubtAfter));
    }
}
