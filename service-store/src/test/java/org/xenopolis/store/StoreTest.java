package org.xenopolis.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.BillingFact;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.kit.kafka.KafkaSettings;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class StoreTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Inject
    Transactions transactions;

    @Inject
    Outbox outbox;

    @Inject
    FactConsumers consumers;

    @Inject
    KafkaSettings kafka;

    @Test
    void sendsFactsOfCommittedTransactionsOnlyAndInOrder() {
        for (int i = 0; i < 3; i++) {
            append("kept-" + i, null);
        }
        assertThatThrownBy(() -> append(
                        "lost", Problem.of(ErrorKind.CONFLICT, "changed", "no").exception()))
                .isInstanceOf(ProblemException.class);

        append("kept-3", null);

        List<String> seen = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> reader = kafka.consumer("store-test")) {
            reader.subscribe(List.of(Topics.INSTANCE_FACTS));
            await().atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<String, byte[]> message : reader.poll(Duration.ofMillis(200))) {
                    seen.add(InstanceFact.parseFrom(message.value()).getInstanceId());
                }
                return seen.size() >= 4;
            });
        }
        assertThat(seen).containsExactly("kept-0", "kept-1", "kept-2", "kept-3");
        await().atMost(PATIENCE).until(() -> outboxRows() == 0);
    }

    @Test
    void refusesATopicOfAnotherService() {
        assertThatThrownBy(() -> transactions.call(session -> outbox.append(
                        session, Topics.BILLING_FACTS, "k", UUID.randomUUID(), BillingFact.getDefaultInstance())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> consumers.subscribe(
                        Topics.USAGE_LINES,
                        BillingFact.parser(),
                        (session, fact) -> Uni.createFrom().voidItem()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void appliesEachEventOnceAndBuriesPoison() throws Exception {
        List<String> applied = new CopyOnWriteArrayList<>();
        consumers.subscribe(Topics.BILLING_FACTS, BillingFact.parser(), (session, fact) -> {
            if (fact.getHeader().getTenantId().equals("never")) {
                throw Problem.of(ErrorKind.INVALID, "nonsense", "never").exception();
            }
            return session.createNativeQuery("select 1", Integer.class)
                    .getSingleResult()
                    .invoke(() -> applied.add(fact.getHeader().getEventId()));
        });

        try (KafkaProducer<String, byte[]> producer = kafka.producer()) {
            send(producer, "e1", fact("e1", "t").toByteArray());
            send(producer, "e2", fact("e2", "never").toByteArray());
            send(producer, "e1", fact("e1", "t").toByteArray());
            send(producer, "e3", new byte[] {1, 2, 3});
            send(producer, null, fact("e4", "t").toByteArray());
            send(producer, "e5", fact("e5", "t").toByteArray());
        }

        await().atMost(PATIENCE).until(() -> inboxHolds("e5"));
        // A batch that was taken apart may have run a handler whose transaction was rolled back: the inbox tells.
        assertThat(inboxHolds("e1")).isTrue();
        assertThat(inboxHolds("e2")).isFalse();
        assertThat(applied).contains("e1", "e5").doesNotContain("e4");
        List<String> reasons = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> reader = kafka.consumer("store-test-dead")) {
            reader.subscribe(List.of(Topics.BILLING_FACTS + ".dlq"));
            await().atMost(PATIENCE).until(() -> {
                reader.poll(Duration.ofMillis(200))
                        .forEach(message -> reasons.add(new String(
                                message.headers().lastHeader("reason").value(), UTF_8)));
                return reasons.size() >= 3;
            });
        }
        assertThat(reasons).hasSize(3).anyMatch(reason -> reason.contains("nonsense"));
    }

    private void append(String instance, @Nullable RuntimeException thenFail) {
        UUID event = UUID.randomUUID();
        InstanceFact fact = InstanceFact.newBuilder()
                .setHeader(FactHeader.newBuilder().setEventId(event.toString()))
                .setInstanceId(instance)
                .build();
        transactions.call(session -> outbox.append(session, Topics.INSTANCE_FACTS, "same-key", event, fact)
                .invoke(() -> {
                    if (thenFail != null) {
                        throw thenFail;
                    }
                }));
    }

    private static BillingFact fact(String event, String tenant) {
        return BillingFact.newBuilder()
                .setHeader(FactHeader.newBuilder().setEventId(event).setTenantId(tenant))
                .build();
    }

    private static void send(KafkaProducer<String, byte[]> producer, @Nullable String event, byte[] value)
            throws Exception {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(Topics.BILLING_FACTS, "key", value);
        if (event != null) {
            message.headers().add(EventHeaders.EVENT_ID, event.getBytes(UTF_8));
        }
        producer.send(message).get();
    }

    private long outboxRows() {
        return transactions.call(session -> session.createNativeQuery("select count(*) from outbox", Long.class)
                .getSingleResult());
    }

    private boolean inboxHolds(String event) {
        return transactions.call(session -> session.find(InboxRow.class, event).map(row -> row != null));
    }
}
