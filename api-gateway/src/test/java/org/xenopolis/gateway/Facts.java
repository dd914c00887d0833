package org.xenopolis.gateway;

import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.InstanceDeleted;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.facts.InstanceStateChanged;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.kit.ids.IdSource;

/** Says what other services would say on Kafka. */
final class Facts implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestStack.shared().kafkaBootstrap()),
            new StringSerializer(),
            new ByteArraySerializer());

    static FactHeader header(UUID event, UUID tenant) {
        return FactHeader.newBuilder()
                .setEventId(event.toString())
                .setOccurredAt(Words.time(Instant.now()))
                .setVersion(1)
                .setTenantId(tenant.toString())
                .build();
    }

    /** @return the event's id */
    UUID running(UUID tenant, String instance) {
        UUID event = IdSource.TIME_ORDERED.next();
        send(
                Topics.INSTANCE_FACTS,
                instance,
                event,
                InstanceFact.newBuilder()
                        .setHeader(header(event, tenant))
                        .setInstanceId(instance)
                        .setStateChanged(InstanceStateChanged.newBuilder()
                                .setFrom("PROVISIONING")
                                .setTo("RUNNING")
                                .setHostId("11111111-1111-4111-8111-111111111111")
                                .setEpoch(1))
                        .build());
        return event;
    }

    void deleted(UUID event, UUID tenant, String instance) {
        send(
                Topics.INSTANCE_FACTS,
                instance,
                event,
                InstanceFact.newBuilder()
                        .setHeader(header(event, tenant))
                        .setInstanceId(instance)
                        .setDeleted(InstanceDeleted.newBuilder().setReason("asked"))
                        .build());
    }

    void send(String topic, String key, UUID event, Message fact) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, fact.toByteArray());
        message.headers().add("event-id", event.toString().getBytes(StandardCharsets.UTF_8));
        var ignored = producer.send(message);
        producer.flush();
    }

    /** Waits for what is going to be true; fails after half a minute. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not true after half a minute: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
