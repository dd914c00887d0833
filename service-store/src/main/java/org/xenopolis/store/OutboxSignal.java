package org.xenopolis.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Wakes the relay when a transaction that wrote to the outbox has ended, so that facts leave at once. */
@ApplicationScoped
class OutboxSignal {
    private final Set<Mutiny.Session> writers = ConcurrentHashMap.newKeySet();
    private final Semaphore ended = new Semaphore(0);

    void mark(Mutiny.Session session) {
        writers.add(session);
    }

    void settle(Mutiny.@Nullable Session session) {
        if (session != null && writers.remove(session)) {
            ended.release();
        }
    }

    /** Waits for the next ended writer, at most so long; several that ended meanwhile count as one. */
    void await(long millis) throws InterruptedException {
        if (ended.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            ended.drainPermits();
        }
    }
}
