package org.xenopolis.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.kit.kafka.KafkaSettings;

/**
 * Sends what the outbox holds and deletes what Kafka has acknowledged. A crash in between sends again: consumers count
 * an event once. Of several replicas one relays at a time, so that the order per key holds.
 */
@ApplicationScoped
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH_MAX = 500;
    private static final long IDLE_MILLIS = 250;
    /** Under load facts leave together, at most this often: a transaction here and one at each consumer for many. */
    private static final long GAP_MILLIS = 20;

    private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);

    /** One replica at a time, the oldest first. */
    private static final String TAKE = """
            with mine as materialized (select pg_try_advisory_xact_lock(hashtext(current_schema() || '.outbox')) as held)
            delete from outbox using mine
            where mine.held and id in (select id from outbox order by id limit :max)
            returning id, event_id, topic, message_key, payload""";

    private record Fact(long id, UUID eventId, String topic, String key, byte[] payload) {
        static Fact of(Object[] row) {
            return new Fact((Long) row[0], (UUID) row[1], (String) row[2], (String) row[3], (byte[]) row[4]);
        }
    }

    private final Transactions transactions;
    private final PendingFacts pending;
    private final KafkaSettings kafka;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    OutboxRelay(Transactions transactions, PendingFacts pending, KafkaSettings kafka) {
        this.transactions = transactions;
        this.pending = pending;
        this.kafka = kafka;
    }

    void start(@Observes @Priority(1_000) StartupEvent event) {
        thread = Thread.ofVirtual().name("outbox-relay").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void run() {
        long backoffMillis = IDLE_MILLIS;
        try (KafkaProducer<String, byte[]> producer = kafka.producer()) {
            while (!stopping) {
                try {
                    if (relay(producer) < BATCH_MAX) {
                        Thread.sleep(GAP_MILLIS);
                        pending.await(IDLE_MILLIS);
                    }
                    backoffMillis = IDLE_MILLIS;
                } catch (InterruptedException e) {
                    // This thread ends here; with the flag set the producer could not close in peace.
                    return;
                } catch (RuntimeException e) {
                    if (!stopping) {
                        LOG.warnf("the outbox waits: %s", e.getMessage());
                        backoffMillis = Math.min(backoffMillis * 2, BACKOFF_MAX.toMillis());
                        pause(backoffMillis);
                    }
                }
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many facts were sent. Taken off first, for good only when Kafka has acknowledged them all. */
    private int relay(KafkaProducer<String, byte[]> producer) {
        return transactions.call(session -> session.createNativeQuery(TAKE, Object[].class)
                .setParameter("max", BATCH_MAX)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(Fact::of)
                        .sorted(Comparator.comparingLong(Fact::id))
                        .toList())
                .chain(facts -> facts.isEmpty()
                        ? Uni.createFrom().item(0)
                        : acknowledged(producer, facts).replaceWith(facts.size())));
    }

    private static Uni<Void> acknowledged(KafkaProducer<String, byte[]> producer, List<Fact> facts) {
        List<Uni<Void>> sent = new ArrayList<>(facts.size());
        for (Fact fact : facts) {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(fact.topic(), fact.key(), fact.payload());
            message.headers()
                    .add(EventHeaders.EVENT_ID, fact.eventId().toString().getBytes(StandardCharsets.UTF_8));
            sent.add(Uni.createFrom().emitter(done -> {
                Future<?> ignored = producer.send(message, (metadata, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.fail(failure);
                    }
                });
            }));
        }
        // Kafka answers on its own thread; the session lives on this context.
        Context context = Vertx.currentContext();
        return Uni.join()
                .all(sent)
                .andFailFast()
                .replaceWithVoid()
                .emitOn(command -> context.runOnContext(ignored -> command.run()));
    }
}
