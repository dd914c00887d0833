package org.xenopolis.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.common.PageRequest;
import org.xenopolis.contracts.facts.BillingFact;
import org.xenopolis.contracts.facts.FundsLevelChanged;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.hosts.HostActionRequest;
import org.xenopolis.contracts.hosts.Lease;
import org.xenopolis.contracts.hosts.RegisterHostRequest;
import org.xenopolis.contracts.hosts.SnapshotRequest;
import org.xenopolis.contracts.hosts.WhatIfRequest;
import org.xenopolis.contracts.instances.CreateInstanceRequest;
import org.xenopolis.contracts.instances.GetInstanceRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.ListInstancesRequest;
import org.xenopolis.contracts.instances.ListOperationsRequest;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.contracts.instances.ReadConsoleRequest;
import org.xenopolis.kit.kafka.KafkaSettings;
import org.xenopolis.scheduler.fakes.FakeHost;
import org.xenopolis.scheduler.fakes.Faults.Moment;
import org.xenopolis.store.EventHeaders;

@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class EdgeTest {
    @Inject
    KafkaSettings kafka;

    private Cloud cloud;
    private FakeHost host;

    @BeforeEach
    void build() {
        cloud = new Cloud();
        host = cloud.host(8, 16);
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    @Test
    void aRepeatedCreateIsTheFirstOnesAnswer() {
        CreateInstanceRequest request = CreateInstanceRequest.newBuilder()
                .setInstanceId(UUID.randomUUID().toString())
                .setOperationId(UUID.randomUUID().toString())
                .setSpec(cloud.spec(UUID.randomUUID()))
                .build();
        Operation first = cloud.instances().createInstance(request);
        Operation second = cloud.instances().createInstance(request);
        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(cloud.finished(first).getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(host.agent().domains()).hasSize(1);
        assertThat(catchThrowable(() -> cloud.create(
                        UUID.fromString(request.getInstanceId()),
                        cloud.spec(UUID.randomUUID()).build())))
                .hasMessageContaining("with this id");
    }

    @Test
    void whatBelongsToAnotherTenantDoesNotExist() {
        Instance mine = cloud.running();
        String stranger = UUID.randomUUID().toString();
        assertThat(catchThrowable(() -> cloud.instances()
                        .getInstance(GetInstanceRequest.newBuilder()
                                .setInstanceId(mine.getId())
                                .setTenantId(stranger)
                                .build())))
                .hasMessageContaining("no such instance");
        assertThat(catchThrowable(() -> cloud.act(mine.getId(), OperationKind.STOP, act -> act.setTenantId(stranger))))
                .hasMessageContaining("no such instance");
        assertThat(cloud.instances()
                        .listInstances(ListInstancesRequest.newBuilder()
                                .setTenantId(stranger)
                                .build())
                        .getInstancesList())
                .isEmpty();
        assertThat(cloud.instances()
                        .listInstances(ListInstancesRequest.newBuilder()
                                .setTenantId(mine.getSpec().getTenantId())
                                .setHostId(host.id().toString())
                                .build())
                        .getInstancesList())
                .containsExactly(mine);
        assertThat(cloud.operations()
                        .listOperations(ListOperationsRequest.newBuilder()
                                .setTenantId(mine.getSpec().getTenantId())
                                .setPage(PageRequest.newBuilder().setLimit(10))
                                .build())
                        .getOperationsList())
                .hasSize(1);
    }

    @Test
    void userDataReachesTheHostAndNobodyElse() {
        ByteString secret = ByteString.copyFromUtf8("canary-" + UUID.randomUUID());
        Instance instance = cloud.running(spec -> spec.setUserData(secret));
        assertThat(instance.getSpec().getUserData().isEmpty()).isTrue();
        assertThat(cloud.ledgers()
                        .query("select count(*) from instances where position('\\x"
                                + HexFormat.of().formatHex(secret.toByteArray())
                                + "'::bytea in spec) > 0 or id = '" + instance.getId() + "' and not has_user_data"))
                .containsExactly("0");
        assertThat(cloud.ledgers()
                        .query("select count(*) from outbox where position('\\x"
                                + HexFormat.of().formatHex(secret.toByteArray()) + "'::bytea in payload) > 0"))
                .containsExactly("0");
        assertThat(cloud.ledgers()
                        .query("select key_id from instance_secrets where instance_id = '" + instance.getId()
                                + "' and position('\\x" + HexFormat.of().formatHex(secret.toByteArray())
                                + "'::bytea in user_data) = 0"))
                .containsExactly("test-2");
        cloud.finished(cloud.act(instance.getId(), OperationKind.DELETE));
        assertThat(cloud.ledgers()
                        .query("select instance_id from instance_secrets where instance_id = '" + instance.getId()
                                + "'"))
                .isEmpty();
    }

    @Test
    void readsTheConsoleThroughTheHost() {
        Instance instance = cloud.running();
        var chunks = cloud.instances()
                .readConsole(ReadConsoleRequest.newBuilder()
                        .setInstanceId(instance.getId())
                        .build());
        assertThat(chunks.next().getBytes().toStringUtf8()).isEqualTo("hello from " + instance.getId());
    }

    @Test
    void aStoppedInstanceIsStillThereThoughItsConsoleIsNot() {
        Instance instance = cloud.running();
        cloud.finished(cloud.act(instance.getId(), OperationKind.STOP));
        var chunks = cloud.instances()
                .readConsole(ReadConsoleRequest.newBuilder()
                        .setInstanceId(instance.getId())
                        .build());
        assertThatThrownBy(chunks::next)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.ABORTED));
    }

    @Test
    void saysWhereItWouldGoAndWhyNot() {
        var spec = cloud.spec(UUID.randomUUID());
        assertThat(cloud.hostsForPlanner()
                        .whatIf(WhatIfRequest.newBuilder().setSpec(spec).build())
                        .getHostId())
                .isEqualTo(host.id().toString());
        spec.getResourcesBuilder().setMemoryBytes(100 * FakeHost.GIB);
        assertThat(cloud.hostsForPlanner()
                        .whatIf(WhatIfRequest.newBuilder().setSpec(spec).build())
                        .getRejectionsList())
                .anyMatch(rejection -> rejection.getReason().equals("TOO_LARGE")
                        && !rejection.getSentence().isEmpty());
    }

    @Test
    void theSnapshotAddsUp() {
        Instance running = cloud.running();
        Instance stopped = cloud.running();
        cloud.finished(cloud.act(stopped.getId(), OperationKind.STOP));
        var snapshot = cloud.hostsForPlanner().snapshot(SnapshotRequest.getDefaultInstance());
        var here = snapshot.getHostsList().stream()
                .filter(seen -> seen.getId().equals(host.id().toString()))
                .findFirst()
                .orElseThrow();
        var places = snapshot.getAllocationsList().stream()
                .filter(place -> place.getHostId().equals(host.id().toString()))
                .toList();
        assertThat(places).hasSize(1);
        assertThat(places.getFirst().getInstanceId()).isEqualTo(running.getId());
        assertThat(places.getFirst().getState()).isEqualTo("RUNNING");
        assertThat(here.getAllocated().getDiskBytes()).isEqualTo(FakeHost.GIB);
        assertThat(here.getCapacity().getDiskBytes()).isEqualTo(999 * FakeHost.GIB);
    }

    @Test
    void aCordonedHostTakesNothingNewAndRegisteringAgainChangesNothing() {
        var cordoned = cloud.hostsStub()
                .cordonHost(HostActionRequest.newBuilder()
                        .setHostId(host.id().toString())
                        .build());
        assertThat(cordoned.getState()).isEqualTo("CORDONED");
        Operation refused = cloud.finished(
                cloud.create(UUID.randomUUID(), cloud.spec(UUID.randomUUID()).build()));
        assertThat(refused.getError().getKind()).isEqualTo("NO_CAPACITY");
        var again = cloud.hostsStub()
                .registerHost(RegisterHostRequest.newBuilder()
                        .setHostId(host.id().toString())
                        .setName(cordoned.getName())
                        .setZone(cordoned.getZone())
                        .setAddress(cordoned.getAddress())
                        .build());
        assertThat(again.getState()).isEqualTo("CORDONED");
        host.renew();
        assertThat(cloud.host(host.id()).getState()).isEqualTo("CORDONED");
    }

    @Test
    void theLeaseEpochRisesWhenTheHostRebootsAndNotOtherwise() {
        long first;
        long second;
        long rebooted;
        long began;
        long life;
        do {
            began = System.nanoTime();
            Lease lease = host.renew();
            life = TimeUnit.MILLISECONDS.toNanos(lease.getDurationMillis());
            first = lease.getEpoch();
            second = host.renew().getEpoch();
            host.reboot();
            rebooted = host.renew().getEpoch();
            // A lease that ran out in between would be another reason.
        } while (System.nanoTime() - began >= life);
        assertThat(second).isEqualTo(first);
        assertThat(rebooted).isEqualTo(first + 1);
    }

    @Test
    void whatAnotherProcessLeftUnfinishedIsTakenUp() {
        host.agent().faults().plan("createDomain", Moment.BEFORE, 4);
        Operation operation =
                cloud.create(UUID.randomUUID(), cloud.spec(UUID.randomUUID()).build());
        // As if it had been begun by a process that was killed: its claim is another's, and has run out.
        cloud.ledgers()
                .execute("update operations set claimed_by = gen_random_uuid(),"
                        + " claimed_until = now() - interval '1 second' where id = '" + operation.getId() + "'");
        assertThat(cloud.finished(operation).getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(host.agent().domains()).hasSize(1);
    }

    @Test
    void whoHasNoFundsLeftIsSuspendedOnce() {
        Instance guest = cloud.running();
        String tenant = guest.getSpec().getTenantId();
        publish(tenant, "SUSPEND", 5);
        Cloud.await("SUSPENDED", () -> cloud.instance(guest.getId()).getState().equals("SUSPENDED"));
        // An older word that arrives late changes nothing; a newer one lets it go on.
        publish(tenant, "SUSPEND", 4);
        publish(tenant, "OK", 6);
        Cloud.await(
                "heard",
                () -> cloud.ledgers()
                        .query("select level from funds_levels where tenant_id = '" + tenant + "'")
                        .equals(List.of("OK")));
        assertThat(cloud.finished(cloud.act(guest.getId(), OperationKind.RESUME))
                        .getState())
                .isEqualTo(OperationState.SUCCEEDED);
    }

    private void publish(String tenant, String level, long version) {
        UUID event = UUID.randomUUID();
        BillingFact fact = BillingFact.newBuilder()
                .setHeader(FactHeader.newBuilder()
                        .setEventId(event.toString())
                        .setTenantId(tenant)
                        .setVersion(version))
                .setFundsLevelChanged(FundsLevelChanged.newBuilder().setTo(level))
                .build();
        try (KafkaProducer<String, byte[]> producer = kafka.producer()) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(Topics.BILLING_FACTS, tenant, fact.toByteArray());
            record.headers().add(EventHeaders.EVENT_ID, event.toString().getBytes(StandardCharsets.UTF_8));
            var ignored = producer.send(record);
            producer.flush();
        }
    }

    @Test
    void tellsTheWholeLifeInOrder() {
        Instance instance = cloud.running();
        cloud.finished(cloud.act(instance.getId(), OperationKind.DELETE));
        List<InstanceFact> facts = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = kafka.consumer("test-" + UUID.randomUUID())) {
            consumer.subscribe(List.of(Topics.INSTANCE_FACTS));
            Cloud.await("deleted", () -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().equals(instance.getId())) {
                        facts.add(parse(record.value()));
                    }
                }
                return facts.stream().anyMatch(InstanceFact::hasDeleted);
            });
        }
        assertThat(facts.getFirst().hasAccepted()).isTrue();
        assertThat(facts.stream()
                        .filter(InstanceFact::hasStateChanged)
                        .map(fact -> fact.getStateChanged().getTo()))
                .containsExactly("PROVISIONING", "RUNNING", "DELETED");
        assertThat(facts)
                .isSortedAccordingTo(java.util.Comparator.comparingLong(
                        fact -> fact.getHeader().getVersion()));
        assertThat(facts)
                .allMatch(fact ->
                        fact.getHeader().getTenantId().equals(instance.getSpec().getTenantId()));
    }

    private static InstanceFact parse(byte[] bytes) {
        try {
            return InstanceFact.parseFrom(bytes);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
