package org.xenopolis.store;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Runs one reactive chain on one session in one transaction, and waits for it on the caller's (virtual) thread.
 *
 * <p>Hibernate Reactive binds a session to one event-loop context and allows one statement at a time on it (HR000069):
 * a chain per transaction is the only form in which code here can touch a session, so that cannot go wrong.
 */
@ApplicationScoped
public class Transactions {
    private final Mutiny.SessionFactory sessions;
    private final OutboxSignal signal;

    Transactions(Mutiny.SessionFactory sessions, OutboxSignal signal) {
        this.sessions = sessions;
        this.signal = signal;
    }

    /**
     * Commits when the chain ends with an item, rolls back when it fails, and throws what it failed with. Must not be
     * called on an event loop.
     *
     * @throws RuntimeException the chain's failure, as it was
     */
    public <T> T call(Function<Mutiny.Session, Uni<T>> work) {
        return await(() -> {
            AtomicReference<Mutiny.Session> used = new AtomicReference<>();
            return sessions.withTransaction((session, transaction) -> {
                        used.set(session);
                        return work.apply(session);
                    })
                    .eventually(() -> signal.settle(used.get()));
        });
    }

    private static <T> T await(Supplier<Uni<T>> chain) {
        try {
            return VertxContextSupport.subscribeAndAwait(chain);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
