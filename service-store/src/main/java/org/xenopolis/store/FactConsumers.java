package org.xenopolis.store;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.TopicCatalog;
import org.xenopolis.kit.kafka.KafkaSettings;

/** The consumers of this service. A feature subscribes at start-up ({@code @Observes StartupEvent}). */
@ApplicationScoped
public class FactConsumers {
    private final TopicCatalog catalog = TopicCatalog.load();
    private final List<FactConsumer<?>> consumers = new CopyOnWriteArrayList<>();
    private final KafkaSettings kafka;
    private final Transactions transactions;
    private @Nullable KafkaProducer<String, byte[]> deadLetters;

    FactConsumers(KafkaSettings kafka, Transactions transactions) {
        this.kafka = kafka;
        this.transactions = transactions;
    }

    /** @throws IllegalArgumentException when topics.yaml does not name this service as a consumer of the topic */
    public <T extends Message> void subscribe(String topic, Parser<T> parser, FactHandler<T> handler) {
        subscribeBatches(topic, parser, (session, facts) -> {
            Uni<?> chain = Uni.createFrom().voidItem();
            for (T fact : facts) {
                chain = chain.chain(() -> handler.apply(session, fact));
            }
            return chain;
        });
    }

    /** As {@link #subscribe}, for a topic so busy that its events are worth taking together. */
    public synchronized <T extends Message> void subscribeBatches(
            String topic, Parser<T> parser, FactBatchHandler<T> handler) {
        TopicCatalog.Topic declared = catalog.named(topic);
        if (!declared.consumers().contains(kafka.service())) {
            throw new IllegalArgumentException(kafka.service() + " is no consumer of " + topic);
        }
        if (deadLetters == null) {
            deadLetters = kafka.producer();
        }
        consumers.add(new FactConsumer<>(
                declared, parser, handler, transactions, kafka.consumer(kafka.service() + "." + topic), deadLetters));
    }

    void stop(@Observes ShutdownEvent event) {
        consumers.forEach(FactConsumer::close);
        if (deadLetters != null) {
            deadLetters.close(Duration.ofSeconds(2));
        }
    }

    /** Topics whose consumer has not asked Kafka for more since so long. */
    List<String> silentSince(Duration since) {
        return consumers.stream()
                .filter(consumer -> consumer.sinceLastPoll().compareTo(since) > 0)
                .map(FactConsumer::topic)
                .toList();
    }
}
