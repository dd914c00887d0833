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
    private final PendingFacts pending;

    Transactions(Mutiny.SessionFactory sessions, PendingFacts pending) {
        this.sessions = sessions;
        this.pending = pending;
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
                        return work.apply(session).call(() -> pending.write(session));
                    })
                    .eventually(() -> pending.settle(used.get()));
        });
    }

    /**
     * Reads without a transaction: one statement is one round trip and consistent in itself. Several do not see the same
     * moment; where they must, use {@link #call}.
     *
     * @throws RuntimeException the chain's failure, as it was
     */
    public <T> T read(Function<Mutiny.Session, Uni<T>> work) {
        return await(() -> sessions.withSession(work));
    }

    /**
     * One statement that changes something, without a transaction around it: it is one by itself. No facts go with it.
     *
     * @throws RuntimeException the chain's failure, as it was
     */
    public <T> T single(Function<Mutiny.Session, Uni<T>> statement) {
        return read(statement);
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
