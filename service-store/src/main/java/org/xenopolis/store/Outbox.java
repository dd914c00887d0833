package org.xenopolis.store;

import com.google.protobuf.Message;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.TopicCatalog;
import org.xenopolis.kit.kafka.KafkaSettings;

/**
 * Facts leave a service only from here: written in the transaction that makes them true, sent to Kafka afterwards, at
 * least once and per key in the order in which they became true.
 */
@ApplicationScoped
public class Outbox {
    private final TopicCatalog catalog = TopicCatalog.load();
    private final KafkaSettings kafka;
    private final PendingFacts pending;

    Outbox(KafkaSettings kafka, PendingFacts pending) {
        this.kafka = kafka;
        this.pending = pending;
    }

    /**
     * @param eventId the one in the fact's header: what consumers deduplicate by
     * @throws IllegalArgumentException when topics.yaml gives the topic to another service or another message
     */
    public Uni<Void> append(Mutiny.Session session, String topic, String key, UUID eventId, Message fact) {
        TopicCatalog.Topic declared = catalog.named(topic);
        if (!declared.producer().equals(kafka.service())
                || !declared.message().equals(fact.getDescriptorForType().getFullName())) {
            throw new IllegalArgumentException(kafka.service() + " may not write "
                    + fact.getDescriptorForType().getFullName() + " to " + topic);
        }
        pending.add(session, new PendingFacts.Entry(eventId, topic, key, fact.toByteArray()));
        return Uni.createFrom().voidItem();
    }
}
