package org.xenopolis.scheduler.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.contracts.hosts.AllocationView;
import org.xenopolis.contracts.hosts.DrainHostResponse;
import org.xenopolis.contracts.hosts.HostActionRequest;
import org.xenopolis.contracts.hosts.SnapshotRequest;
import org.xenopolis.contracts.instances.CreateVolumeRequest;
import org.xenopolis.contracts.instances.GetVolumeRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.MigrationPolicy;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.contracts.instances.SetMigrationRequest;
import org.xenopolis.contracts.instances.Volume;
import org.xenopolis.kit.kafka.KafkaSettings;
import org.xenopolis.scheduler.Cloud;
import org.xenopolis.scheduler.SchedulerStack;
import org.xenopolis.scheduler.fakes.FakeHost;
import org.xenopolis.scheduler.fakes.Faults.Moment;

@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class MigrationTest {
    @Inject
    KafkaSettings kafka;

    private Cloud cloud;
    private FakeHost source;
    private FakeHost target;
    private Instance guest;

    @BeforeEach
    void build() {
        cloud = new Cloud();
        source = cloud.host(8, 16);
        guest = cloud.running();
        target = cloud.host(8, 16);
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    private Operation migrate() {
        return cloud.finished(cloud.act(guest.getId(), OperationKind.MIGRATE));
    }

    private Instance now() {
        return cloud.instance(guest.getId());
    }

    private void runsOn(FakeHost host) {
        assertThat(now().getState()).isEqualTo("RUNNING");
        assertThat(now().getHostId()).isEqualTo(host.id().toString());
        cloud.ledgers().assertAgree(now(), cloud.hosts());
    }

    @Test
    void movesAndFreesTheSource() {
        Operation done = migrate();
        assertThat(done.getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(done.getResultMap()).containsEntry("pause_nanos", "1000000");
        runsOn(target);
        assertThat(now().getEpoch()).isEqualTo(guest.getEpoch() + 1);
        assertThat(cloud.host(source.id()).getAllocated().getMemoryBytes()).isZero();
    }

    /** @return the id of a volume that the guest has */
    private String attached(long bytes) {
        String volume = UUID.randomUUID().toString();
        var ignored = cloud.volumes()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setVolume(Volume.newBuilder()
                                .setId(volume)
                                .setTenantId(guest.getSpec().getTenantId())
                                .setProjectId(guest.getSpec().getProjectId())
                                .setSizeBytes(bytes))
                        .build());
        Operation done =
                cloud.finished(cloud.act(guest.getId(), OperationKind.ATTACH_VOLUME, act -> act.setVolumeId(volume)));
        assertThat(done.getState()).isEqualTo(OperationState.SUCCEEDED);
        return volume;
    }

    @Test
    void goesWhereItsVolumesFitToo() {
        FakeHost full = target;
        FakeHost narrow = cloud.host(8, 16, 60);
        String volume = attached(60 * FakeHost.GIB);
        var cordoned = cloud.hostsStub()
                .cordonHost(HostActionRequest.newBuilder()
                        .setHostId(full.id().toString())
                        .build());
        assertThat(place().getResources().getDiskBytes()).isEqualTo(61 * FakeHost.GIB);

        Operation refused = migrate();
        assertThat(refused.getState()).isEqualTo(OperationState.FAILED);
        assertThat(refused.getError().getMessage()).contains("Not enough disk");
        runsOn(source);

        target = cloud.host(8, 16, 61);
        assertThat(migrate().getState()).isEqualTo(OperationState.SUCCEEDED);
        runsOn(target);
        assertThat(cloud.ledgers().places(volume)).containsExactly("VOLUME " + target.id());
        assertThat(place().getResources().getDiskBytes()).isEqualTo(61 * FakeHost.GIB);
        assertThat(cloud.host(narrow.id()).getAllocated().getDiskBytes()).isZero();
    }

    @Test
    void takesItsVolumesAlong() {
        String volume = attached(FakeHost.GIB);
        assertThat(migrate().getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(cloud.ledgers().places(volume)).containsExactly("VOLUME " + target.id());
        assertThat(cloud.volumes()
                        .getVolume(GetVolumeRequest.newBuilder()
                                .setVolumeId(volume)
                                .build())
                        .getInstanceId())
                .isEqualTo(guest.getId());
        cloud.ledgers().assertSumsAgree();
        assertThat(facts()).hasSize(2).allSatisfy(fact -> {
            assertThat(fact.getMemoryBytes())
                    .isEqualTo(guest.getSpec().getResources().getMemoryBytes());
            assertThat(fact.getDiskBytes())
                    .isEqualTo(guest.getSpec().getResources().getDiskBytes() + FakeHost.GIB);
            assertThat(fact.getXenVersion()).isEqualTo("4.19.1");
        });
    }

    /** What is told of the guest's migrations until one has completed. */
    private List<MigrationFact> facts() {
        List<MigrationFact> facts = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = kafka.consumer("test-" + UUID.randomUUID())) {
            consumer.subscribe(List.of(Topics.MIGRATION_FACTS));
            Cloud.await("the facts", () -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().equals(guest.getId())) {
                        facts.add(parsed(record.value()));
                    }
                }
                return facts.stream().anyMatch(fact -> fact.getPhase().equals("COMPLETED"));
            });
        }
        return facts;
    }

    private static MigrationFact parsed(byte[] fact) {
        try {
            return MigrationFact.parseFrom(fact);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenTheReceiverNeverHearsGoTheSourceGoesOn() {
        target.agent().faults().plan("go", Moment.BEFORE, 1);
        assertThat(migrate().getState()).isEqualTo(OperationState.FAILED);
        runsOn(source);
        assertThat(now().getEpoch()).isEqualTo(guest.getEpoch());
    }

    @Test
    void whenTheSourceIsCutOffAfterGoTheReceiverDecides() {
        target.agent().faults().plan("went", Moment.BEFORE, 1);
        assertThat(migrate().getState()).isEqualTo(OperationState.SUCCEEDED);
        runsOn(target);
    }

    @Test
    void nothingIsConcludedWhileTheReceiverIsSilent() {
        target.agent().faults().plan("went", Moment.BEFORE, 1);
        target.agent().faults().plan("getMigration", Moment.BEFORE, 4);
        target.agent().faults().plan("abortMigration", Moment.BEFORE, 4);
        assertThat(migrate().getState()).isEqualTo(OperationState.SUCCEEDED);
        runsOn(target);
    }

    @Test
    void aReceiverThatRefusesCostsNothing() {
        target.agent().faults().plan("prepareReceive", Moment.REFUSED, 1);
        assertThat(migrate().getState()).isEqualTo(OperationState.FAILED);
        runsOn(source);
        // An epoch that was given to a migration that failed is never given again.
        assertThat(migrate().getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(now().getEpoch()).isEqualTo(guest.getEpoch() + 2);
    }

    @Test
    void aMoveThatWasPlannedForAnotherPlaceIsRefused() {
        Throwable refused = org.assertj.core.api.Assertions.catchThrowable(() -> cloud.act(
                guest.getId(),
                OperationKind.MIGRATE,
                act -> act.setSourceHostId(target.id().toString())));
        assertThat(refused).hasMessageContaining("moved since");
    }

    @Test
    void aPinnedGuestMovesOnlyByForceAndPlannersSeeWhatItsTenantAsked() {
        guest = cloud.running(
                spec -> spec.setMigration(MigrationPolicy.MIGRATION_PINNED).setPauseMaxMillis(300));
        Throwable refused = catchThrowable(() -> cloud.act(guest.getId(), OperationKind.MIGRATE));
        assertThat(refused).hasMessageContaining("force moves it nevertheless");
        assertThat(place().getPinned()).isTrue();
        assertThat(place().getPauseMaxMillis()).isEqualTo(300);

        String before = now().getHostId();
        Operation forced = cloud.act(guest.getId(), OperationKind.MIGRATE, act -> act.setForce(true));
        assertThat(cloud.finished(forced).getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(now().getHostId()).isNotEqualTo(before);
    }

    @Test
    void aTenantChangesItsMindAndNobodyElseDoes() {
        SetMigrationRequest wish = SetMigrationRequest.newBuilder()
                .setInstanceId(guest.getId())
                .setTenantId(guest.getSpec().getTenantId())
                .setMigration(MigrationPolicy.MIGRATION_PINNED)
                .build();
        Throwable other = catchThrowable(() -> cloud.instances()
                .setMigration(wish.toBuilder()
                        .setTenantId(UUID.randomUUID().toString())
                        .build()));
        assertThat(other).hasMessageContaining("NOT_FOUND");
        Throwable stale = catchThrowable(() -> cloud.instances()
                .setMigration(wish.toBuilder()
                        .setIfGeneration(guest.getGeneration() + 9)
                        .build()));
        assertThat(stale).hasMessageContaining("changed since it was read");

        Instance pinned = cloud.instances().setMigration(wish);
        assertThat(pinned.getSpec().getMigration()).isEqualTo(MigrationPolicy.MIGRATION_PINNED);
        assertThat(pinned.getGeneration()).isEqualTo(guest.getGeneration() + 1);
        // Said again, it changes nothing.
        assertThat(cloud.instances().setMigration(wish).getGeneration()).isEqualTo(pinned.getGeneration());
        assertThat(place().getPinned()).isTrue();
        assertThat(cloud.finished(cloud.act(guest.getId(), OperationKind.PAUSE)).getState())
                .isEqualTo(OperationState.SUCCEEDED);
        assertThat(now().getSpec().getMigration()).isEqualTo(MigrationPolicy.MIGRATION_PINNED);
    }

    @Test
    void aDrainLeavesPinnedGuestsAndSaysSoUnlessItIsForced() {
        guest = cloud.running(spec -> spec.setMigration(MigrationPolicy.MIGRATION_PINNED));
        HostActionRequest drain =
                HostActionRequest.newBuilder().setHostId(now().getHostId()).build();
        DrainHostResponse first = cloud.hostsStub().drainHost(drain);
        assertThat(first.getStuckList())
                .filteredOn(stuck -> stuck.getInstanceId().equals(guest.getId()))
                .singleElement()
                .satisfies(stuck -> assertThat(stuck.getReasons(0).getReason()).isEqualTo("instance-pinned"));

        DrainHostResponse forced =
                cloud.hostsStub().drainHost(drain.toBuilder().setForce(true).build());
        assertThat(forced.getMigrationsList())
                .extracting(Operation::getInstanceId)
                .contains(guest.getId());
        forced.getMigrationsList().forEach(cloud::finished);
    }

    @Test
    void aGroupMovesAsOneAndNoHalfOfItIsCopiedAlone() {
        String tenant = guest.getSpec().getTenantId();
        Instance one = cloud.running(spec -> spec.setTenantId(tenant).setAffinityGroup("pair"));
        Instance two = cloud.running(spec -> spec.setTenantId(tenant).setAffinityGroup("pair"));
        assertThat(one.getHostId()).isEqualTo(two.getHostId());
        String to = one.getHostId().equals(source.id().toString())
                ? target.id().toString()
                : source.id().toString();
        Operation alone = cloud.finished(cloud.act(one.getId(), OperationKind.MIGRATE, act -> act.setTargetHostId(to)));
        assertThat(alone.getError().getMessage()).contains("affinity group");

        Operation first = cloud.act(
                one.getId(),
                OperationKind.MIGRATE,
                act -> act.setTargetHostId(to).addMoveWith(two.getId()));
        Cloud.await("its place", () -> cloud.ledgers().places(one.getId()).size() == 2);
        assertThat(cloud.instance(one.getId()).getHostId()).isEqualTo(one.getHostId());
        Operation second = cloud.act(
                two.getId(),
                OperationKind.MIGRATE,
                act -> act.setTargetHostId(to).addMoveWith(one.getId()));
        assertThat(cloud.finished(first).getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(cloud.finished(second).getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(cloud.instance(one.getId()).getHostId()).isEqualTo(to);
        assertThat(cloud.instance(two.getId()).getHostId()).isEqualTo(to);
        cloud.ledgers().assertSumsAgree();
    }

    private AllocationView place() {
        return cloud.hostsForPlanner().snapshot(SnapshotRequest.getDefaultInstance()).getAllocationsList().stream()
                .filter(held -> held.getInstanceId().equals(guest.getId()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void deleteMustWaitForTheMove() {
        target.agent().faults().plan("prepareReceive", Moment.BEFORE, 10_000);
        Operation moving = cloud.act(guest.getId(), OperationKind.MIGRATE);
        Throwable refused =
                org.assertj.core.api.Assertions.catchThrowable(() -> cloud.act(guest.getId(), OperationKind.DELETE));
        assertThat(refused).hasMessageContaining("holds the instance");
        target.agent().faults().clear();
        assertThat(cloud.finished(moving).getState()).isEqualTo(OperationState.SUCCEEDED);
    }
}
