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
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.hibernate.reactive.mutiny.Mutiny;
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
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);

    private final Transactions transactions;
    private final OutboxSignal signal;
    private final KafkaSettings kafka;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    OutboxRelay(Transactions transactions, OutboxSignal signal, KafkaSettings kafka) {
        this.transactions = transactions;
        this.signal = signal;
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
                        signal.await(IDLE_MILLIS);
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

    /** How many facts were sent. */
    private int relay(KafkaProducer<String, byte[]> producer) {
        return transactions.call(session -> locked(session).chain(mine -> mine ? send(session, producer) : nothing()));
    }

    private static Uni<Integer> nothing() {
        return Uni.createFrom().item(0);
    }

    private static Uni<Boolean> locked(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select pg_try_advisory_xact_lock(hashtext(current_schema() || '.outbox'))", Boolean.class)
                .getSingleResult();
    }

    private Uni<Integer> send(Mutiny.Session session, KafkaProducer<String, byte[]> producer) {
        return session.createSelectionQuery("from OutboxRow order by id", OutboxRow.class)
                .setMaxResults(BATCH_MAX)
                .getResultList()
                .chain(rows -> rows.isEmpty()
                        ? nothing()
                        : acknowledged(producer, rows)
                                .chain(() -> session.createMutationQuery("delete from OutboxRow where id in :ids")
                                        .setParameter(
                                                "ids",
                                                rows.stream().map(row -> row.id).toList())
                                        .executeUpdate()));
    }

    private static Uni<Void> acknowledged(KafkaProducer<String, byte[]> producer, List<OutboxRow> rows) {
        List<Uni<Void>> sent = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(row.topic, row.key, row.payload);
            message.headers().add(EventHeaders.EVENT_ID, row.eventId.toString().getBytes(StandardCharsets.UTF_8));
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
