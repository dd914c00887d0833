package org.xenopolis.host.metering;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.usage.UsageBatch;

/** Publishes to usage.lines through one producer, shared by all agents of the process. */
public final class KafkaUsagePublisher implements UsagePublisher {
    /** The header by which consumers tell events apart, as every fact carries it. */
    static final String EVENT_ID_HEADER = "event-id";

    private final KafkaProducer<String, byte[]> producer;

    public KafkaUsagePublisher(KafkaProducer<String, byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public CompletionStage<Void> publish(HostId host, String eventId, UsageBatch batch) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.USAGE_LINES, host.toString(), batch.toByteArray());
        record.headers().add(EVENT_ID_HEADER, eventId.getBytes(StandardCharsets.UTF_8));
        // send() itself may block while the broker is away.
        Thread.startVirtualThread(() -> {
            try {
                producer.send(record, (metadata, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
