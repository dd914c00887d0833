package org.xenopolis.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The topics of topics.yaml. */
public record TopicCatalog(Map<String, Topic> topics) {
    /** @param message full name of the protobuf message; @param consumers names of services */
    public record Topic(
            String name,
            String producer,
            String message,
            String key,
            int partitions,
            Duration retention,
            List<String> consumers) {
        public String deadLetter() {
            return name + ".dlq";
        }
    }

    public static TopicCatalog load() {
        try (InputStream in =
                Objects.requireNonNull(TopicCatalog.class.getResourceAsStream("/topics.yaml"), "topics.yaml")) {
            Map<String, Topic> topics = new TreeMap<>();
            new YAMLMapper().readTree(in).required("topics").properties().forEach(entry -> {
                topics.put(entry.getKey(), topic(entry.getKey(), entry.getValue()));
            });
            return new TopicCatalog(Map.copyOf(topics));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException when topics.yaml does not name it */
    public Topic named(String name) {
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new IllegalArgumentException("topics.yaml has no topic " + name);
        }
        return topic;
    }

    private static Topic topic(String name, JsonNode node) {
        List<String> consumers = new ArrayList<>();
        node.required("consumers").forEach(consumer -> consumers.add(consumer.asText()));
        return new Topic(
                name,
                node.required("producer").asText(),
                node.required("message").asText(),
                node.required("key").asText(),
                node.required("partitions").asInt(),
                Duration.parse("P" + node.required("retention").asText().toUpperCase(java.util.Locale.ROOT)),
                List.copyOf(consumers));
    }
}
