package org.xenopolis.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The facts of each open transaction, written in one statement just before it commits; wakes the relay when it has
 * ended, so that facts leave at once.
 */
@ApplicationScoped
class PendingFacts {
    /** A fact on its way into the outbox. */
    record Entry(UUID eventId, String topic, String key, byte[] payload) {}

    private final Map<Mutiny.Session, List<Entry>> open = new ConcurrentHashMap<>();
    private final Semaphore ended = new Semaphore(0);

    void add(Mutiny.Session session, Entry entry) {
        open.computeIfAbsent(session, ignored -> new CopyOnWriteArrayList<>()).add(entry);
    }

    /** In the order in which they were added: the database numbers the rows of one statement in theirs. */
    Uni<Void> write(Mutiny.Session session) {
        List<Entry> entries = open.getOrDefault(session, List.of());
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var insert = session.createNativeQuery(insertOf(entries.size()));
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            insert.setParameter("event" + i, entry.eventId())
                    .setParameter("topic" + i, entry.topic())
                    .setParameter("key" + i, entry.key())
                    .setParameter("payload" + i, entry.payload());
        }
        return insert.executeUpdate().replaceWithVoid();
    }

    private static String insertOf(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> "(:event%1$d, :topic%1$d, :key%1$d, :payload%1$d)".formatted(i))
                .collect(Collectors.joining(
                        ", ", "insert into outbox (event_id, topic, message_key, payload) values ", ""));
    }

    void settle(Mutiny.@Nullable Session session) {
        if (session != null && open.remove(session) != null) {
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
