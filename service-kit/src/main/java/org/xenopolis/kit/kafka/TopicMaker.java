package org.xenopolis.kit.kafka;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.contracts.TopicCatalog;

/** Makes the topics that topics.yaml gives this service to write or read; those that exist are left as they are. */
@ApplicationScoped
class TopicMaker {
    private final KafkaSettings kafka;
    private final Optional<Short> replication;
    private final boolean wanted;

    /** @param wanted false for a service that must start without Kafka: others make its topics */
    TopicMaker(
            KafkaSettings kafka,
            @ConfigProperty(name = "xeno.kafka.replication") Optional<Short> replication,
            @ConfigProperty(name = "xeno.kafka.make-topics", defaultValue = "true") boolean wanted) {
        this.kafka = kafka;
        this.replication = replication;
        this.wanted = wanted;
    }

    void makeTopics(@Observes @Priority(100) StartupEvent event) throws InterruptedException, ExecutionException {
        if (!wanted) {
            return;
        }
        var topics = TopicCatalog.load().topics().values().stream()
                .filter(topic -> topic.producer().equals(kafka.service())
                        || topic.consumers().contains(kafka.service()))
                .flatMap(topic -> Stream.of(
                        new NewTopic(topic.name(), Optional.of(topic.partitions()), replication)
                                .configs(Map.of(
                                        "retention.ms",
                                        Long.toString(topic.retention().toMillis()))),
                        new NewTopic(topic.deadLetter(), Optional.of(1), replication)))
                .toList();
        try (Admin admin = Admin.create(kafka.admin())) {
            for (var result : admin.createTopics(topics).values().values()) {
                try {
                    result.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }
}
