package org.xenopolis.images.blobs;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.store.Transactions;

/**
 * One at a time among all processes on one database: a transaction holds an advisory lock of PostgreSQL while the work
 * is done beside it. A process that dies lets go of its locks with its connections. When the connection is lost during
 * the work, the call fails after it.
 */
final class SharedExclusion implements Exclusion {
    /** Each holds a connection while its work needs another: this leaves most of the pool to the work. */
    private static final int HOLDERS_MAX = 4;

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    private final Semaphore holders = new Semaphore(HOLDERS_MAX, true);
    private final Transactions transactions;
    private final Duration patience;

    /** @param patience how long to wait for somebody else's work under the same name */
    SharedExclusion(Transactions transactions, Duration patience) {
        this.transactions = transactions;
        this.patience = patience;
    }

    @Override
    public <T> T alone(String name, Supplier<T> work) {
        long start = System.nanoTime();
        long pause = PAUSE.toNanos();
        while (true) {
            Optional<T> done = attempt(name, work);
            if (done.isPresent()) {
                return done.get();
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw Problem.of(
                                ErrorKind.UNAVAILABLE,
                                "storage-busy",
                                "The image store is busy with the same bytes; try again later.")
                        .exception();
            }
            // Asked again and again, so that who waits holds no connection.
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, PAUSE_MAX.toNanos());
        }
    }

    /** Empty when somebody else works under that name. */
    private <T> Optional<T> attempt(String name, Supplier<T> work) {
        holders.acquireUninterruptibly();
        try {
            return transactions.call(session -> locked(session, name)
                    .chain(mine -> mine
                            ? beside(work).map(Optional::of)
                            : Uni.createFrom().item(Optional.<T>empty())));
        } finally {
            holders.release();
        }
    }

    private static Uni<Boolean> locked(Mutiny.Session session, String name) {
        return session.createNativeQuery("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))", Boolean.class)
                .setParameter("name", "image-store: " + name)
                .getSingleResult();
    }

    /** On a thread that may wait; the answer comes back on the event loop that the session is bound to. */
    private static <T> Uni<T> beside(Supplier<T> work) {
        Context context = Objects.requireNonNull(Vertx.currentContext());
        return Uni.createFrom()
                .emitter(answer -> Thread.ofVirtual().name("alone").start(() -> {
                    try {
                        T result = work.get();
                        context.runOnContext(ignored -> answer.complete(result));
                    } catch (RuntimeException | Error e) {
                        context.runOnContext(ignored -> answer.fail(e));
                    }
                }));
    }

    @Override
    public boolean isShared() {
        return true;
    }
}
