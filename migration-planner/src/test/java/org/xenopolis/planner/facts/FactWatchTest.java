package org.xenopolis.planner.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.kit.kafka.KafkaSettings;
import org.xenopolis.planner.Engines;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.loads.Loads;
import org.xenopolis.store.EventHeaders;
import org.xenopolis.store.Transactions;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class FactWatchTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Situation NOTHING_KNOWN =
            new Situation(Cluster.of(List.of(), List.of()), Map.of(), Map.of(), Map.of(), Set.of());

    private final IdSource ids = IdSource.TIME_ORDERED;
    private final HostId host = new HostId(ids.next());
    private final HostId target = new HostId(ids.next());
    private final InstanceId guest = new InstanceId(ids.next());

    @Inject
    KafkaSettings kafka;

    @Inject
    Loads loads;

    @Inject
    Transactions transactions;

    @Test
    void theNewestReportFillsWhatASnapshotDoesNotKnow() {
        Instant now = Instant.now();
        send(Topics.HOST_FACTS, host.toString(), report(now, 0.8));
        send(Topics.HOST_FACTS, host.toString(), report(now.minusSeconds(1), 0.1));
        UUID last =
                send(Topics.HOST_FACTS, host.toString(), HostFact.newBuilder().build());

        await(() -> wasTaken(last));
        Situation known = loads.completed(NOTHING_KNOWN);
        assertThat(known.cpuFractions()).containsEntry(host, 0.8);
        assertThat(known.guest(guest).dirtying()).isEqualTo(new ByteRate(7));
    }

    @Test
    void aCompletedMoveTeachesTheLinkAndFillsTheStep() {
        UUID plan = ids.next();
        movingStep(plan);
        MigrationFact fact = MigrationFact.newBuilder()
                .setInstanceId(guest.toString())
                .setFromHostId(host.toString())
                .setToHostId(target.toString())
                .setPhase("COMPLETED")
                .setCopiedBytes(4_000_000_000L)
                .setCopyNanos(8_000_000_000L)
                .setPauseNanos(45_000_000)
                .build();
        UUID event = send(Topics.MIGRATION_FACTS, guest.toString(), fact);

        await(() -> wasTaken(event));
        assertThat(loads.completed(NOTHING_KNOWN).link(host)).isEqualTo(new ByteRate(500_000_000));
        assertThat(number("select actual_copy_millis from plan_steps where plan_id = '" + plan + "'"))
                .isEqualTo(8_000);
        assertThat(number("select actual_pause_millis from plan_steps where plan_id = '" + plan + "'"))
                .isEqualTo(45);
    }

    private void movingStep(UUID plan) {
        transactions.call(
                session -> session.createNativeQuery("insert into plans (id, goal, moves_max, state, hash_hex,"
                                + " created_at, expires_at, summary, preview) values ('" + plan
                                + "', 'BALANCE', 1, 'DONE', '"
                                + "0".repeat(64) + "', now(), now(), '', '')")
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(
                                        "insert into plan_steps (plan_id, number, instance_id, from_host_id,"
                                                + " to_host_id, epoch, reason, if_skipped, predicted_bytes, predicted_copy_millis,"
                                                + " predicted_pause_millis, state, operation_id) values ('" + plan
                                                + "', 1, '" + guest
                                                + "', '" + host + "', '" + target + "', 1, '', '', 1, 1, 1, 'MOVING', '"
                                                + guest + "')")
                                .executeUpdate()));
    }

    private HostFact report(Instant at, double cpu) {
        return HostFact.newBuilder()
                .setHeader(FactHeader.newBuilder()
                        .setOccurredAt(Timestamp.newBuilder()
                                .setSeconds(at.getEpochSecond())
                                .setNanos(at.getNano())))
                .setHostId(host.toString())
                .setReported(HostReported.newBuilder()
                        .setLoad(HostLoad.newBuilder().setCpuFraction(cpu))
                        .addGuestLoads(GuestLoad.newBuilder()
                                .setInstanceId(guest.toString())
                                .setDirtyBytesPerSecond(7)))
                .build();
    }

    private UUID send(String topic, String key, Message fact) {
        UUID event = ids.next();
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, fact.toByteArray());
        message.headers().add(EventHeaders.EVENT_ID, event.toString().getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<String, byte[]> producer = kafka.producer()) {
            producer.send(message);
        }
        return event;
    }

    private boolean wasTaken(UUID event) {
        return number("select count(*) from inbox where event_id = '" + event + "'") == 1;
    }

    private long number(String query) {
        return transactions.call(
                session -> session.createNativeQuery(query, Long.class).getSingleResult());
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
        }
    }
}
