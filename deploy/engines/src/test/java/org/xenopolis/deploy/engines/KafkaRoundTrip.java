package org.xenopolis.deploy.engines;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to a topic of its own and reads it back through a consumer group. */
final class KafkaRoundTrip {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private KafkaRoundTrip() {}

    static void createTopic(String bootstrap, String topic) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    static void send(String bootstrap, String topic, String message) throws InterruptedException, ExecutionException {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all", "max.block.ms", "5000");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, message.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    static String receive(String bootstrap, String topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap, "group.id", topic + "-group", "auto.offset.reset", "earliest");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (System.nanoTime() - deadline < 0) {
                for (var received : consumer.poll(Duration.ofMillis(200))) {
                    return new String(received.value(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("nothing came through " + topic);
    }
}
