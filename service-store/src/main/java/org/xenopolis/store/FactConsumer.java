package org.xenopolis.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.TopicCatalog;

/**
 * Reads one topic and applies each event once: a poll's events and their inbox rows commit in one transaction, then the
 * offsets. When that fails they are tried one by one; a broken database is waited for, an event that can never be taken
 * goes to the dead letters. Made and closed by {@link FactConsumers}.
 */
final class FactConsumer<T extends Message> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FactConsumer.class);
    private static final int ATTEMPTS_MAX = 5;
    private static final Duration POLL = Duration.ofMillis(500);
    /** Under load events are taken together, at most this often: one transaction for many. */
    private static final Duration GAP = Duration.ofMillis(40);
    /** With so many at once it is behind, and does not wait. */
    private static final int MANY = 100;

    private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);

    private record Event<T>(String id, T fact, ConsumerRecord<String, byte[]> message) {}

    private final TopicCatalog.Topic topic;
    private final Parser<T> parser;
    private final FactBatchHandler<T> handler;
    private final Transactions transactions;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> deadLetters;
    private final Thread thread;
    private volatile long lastPollNanos = System.nanoTime();
    private volatile boolean stopping;

    FactConsumer(
            TopicCatalog.Topic topic,
            Parser<T> parser,
            FactBatchHandler<T> handler,
            Transactions transactions,
            KafkaConsumer<String, byte[]> consumer,
            KafkaProducer<String, byte[]> deadLetters) {
        this.topic = topic;
        this.parser = parser;
        this.handler = handler;
        this.transactions = transactions;
        this.consumer = consumer;
        this.deadLetters = deadLetters;
        // A platform thread: the Kafka client blocks in native selects.
        this.thread = Thread.ofPlatform().daemon().name("facts-" + topic.name()).start(this::run);
    }

    String topic() {
        return topic.name();
    }

    /** Time since the consumer last asked Kafka for more: grows when it is stuck. */
    Duration sinceLastPoll() {
        return Duration.ofNanos(System.nanoTime() - lastPollNanos);
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(topic.name()));
            while (!stopping) {
                lastPollNanos = System.nanoTime();
                ConsumerRecords<String, byte[]> messages = consumer.poll(POLL);
                takeOrRewind(messages);
                if (!messages.isEmpty() && messages.count() < MANY) {
                    sleep(GAP);
                }
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debugf("%s: stopped reading", topic.name());
        }
    }

    /** What could not be taken (Kafka did not accept an offset or a dead letter) comes again from the last commit. */
    private void takeOrRewind(ConsumerRecords<String, byte[]> messages) {
        try {
            take(messages);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf("%s: reads again from the last commit: %s", topic.name(), e);
            pause(ATTEMPTS_MAX);
            var committed = consumer.committed(consumer.assignment());
            committed.forEach((partition, offset) -> {
                if (offset == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, offset);
                }
            });
        }
    }

    private void take(Iterable<ConsumerRecord<String, byte[]>> messages) {
        List<Event<T>> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            try {
                events.add(new Event<>(eventId(message), parser.parseFrom(message.value()), message));
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                bury(message, e);
            }
        }
        if (events.isEmpty()) {
            return;
        }
        try {
            applyTogether(events);
        } catch (RuntimeException e) {
            LOG.debugf("%s: a batch of %d failed, taking it one by one: %s", topic.name(), events.size(), e);
            events.forEach(this::applyAlone);
        }
        if (!stopping) {
            consumer.commitSync();
        }
    }

    private void applyTogether(List<Event<T>> events) {
        transactions.call(session -> unseen(session, events).chain(fresh -> {
            List<T> facts = fresh.stream().map(Event::fact).toList();
            return facts.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : handler.applyAll(session, facts).replaceWithVoid();
        }));
    }

    /** Notes the events and gives back those that were not noted before, each once. */
    private Uni<List<Event<T>>> unseen(Mutiny.Session session, List<Event<T>> events) {
        String[] ids = events.stream().map(Event::id).toArray(String[]::new);
        return session.createNativeQuery(
                        "insert into inbox (event_id) select distinct unnest(cast(:ids as text[]))"
                                + " on conflict do nothing returning event_id",
                        String.class)
                .setParameter("ids", ids)
                .getResultList()
                .map(noted -> {
                    Set<String> remaining = new HashSet<>(noted);
                    return events.stream()
                            .filter(event -> remaining.remove(event.id()))
                            .toList();
                });
    }

    private void applyAlone(Event<T> event) {
        for (int attempt = 1; !stopping; attempt++) {
            try {
                applyTogether(List.of(event));
                return;
            } catch (RuntimeException e) {
                if (isInvalid(e) || (attempt >= ATTEMPTS_MAX && !StoreFailures.isInfrastructure(e))) {
                    bury(event.message(), e);
                    return;
                }
                LOG.warnf("%s: event %s waits (attempt %d): %s", topic.name(), event.id(), attempt, e);
                pause(attempt);
            }
        }
    }

    private static boolean isInvalid(RuntimeException failure) {
        return failure instanceof ProblemException problem && problem.problem().kind() == ErrorKind.INVALID;
    }

    private void pause(int attempt) {
        sleep(Duration.ofMillis(Math.min(BACKOFF_MAX.toMillis(), 50L << Math.min(attempt, 10))));
    }

    private static void sleep(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bury(ConsumerRecord<String, byte[]> message, Exception reason) {
        LOG.errorf(
                "%s: offset %d of partition %d goes to the dead letters: %s",
                topic.name(), message.offset(), message.partition(), reason.getMessage());
        ProducerRecord<String, byte[]> dead = new ProducerRecord<>(topic.deadLetter(), message.key(), message.value());
        message.headers().forEach(dead.headers()::add);
        dead.headers().add("reason", Objects.toString(reason.getMessage()).getBytes(StandardCharsets.UTF_8));
        try {
            deadLetters.send(dead).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // Not committed: the event comes again, so nothing is lost.
            throw new IllegalStateException("cannot write to " + topic.deadLetter(), e);
        }
    }

    private static String eventId(ConsumerRecord<String, byte[]> message) {
        Header header = message.headers().lastHeader(EventHeaders.EVENT_ID);
        if (header == null) {
            throw new IllegalArgumentException("the message has no event id");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stopping = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
