package org.xenopolis.scheduler.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.instances.CreateVolumeRequest;
import org.xenopolis.contracts.instances.GetVolumeRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.ListVolumesRequest;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.contracts.instances.Volume;
import org.xenopolis.scheduler.Cloud;
import org.xenopolis.scheduler.SchedulerStack;
import org.xenopolis.scheduler.fakes.FakeHost;
import org.xenopolis.scheduler.fakes.Faults.Moment;

/** A volume's place is given to somebody else only after its host has said that the bytes are wiped. */
@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class VolumeDeletionTest {
    private Cloud cloud;
    private FakeHost host;
    private Instance guest;
    private String volume;

    @BeforeEach
    void build() {
        cloud = new Cloud();
        host = cloud.host(8, 16);
        guest = cloud.running();
        volume = cloud.volumes()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setVolume(Volume.newBuilder()
                                .setId(UUID.randomUUID().toString())
                                .setTenantId(guest.getSpec().getTenantId())
                                .setProjectId(guest.getSpec().getProjectId())
                                .setSizeBytes(FakeHost.GIB))
                        .build())
                .getId();
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    private Operation change(OperationKind kind) {
        return cloud.finished(cloud.act(guest.getId(), kind, act -> act.setVolumeId(volume)));
    }

    private void attachAndDetach() {
        assertThat(change(OperationKind.ATTACH_VOLUME).getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(change(OperationKind.DETACH_VOLUME).getState()).isEqualTo(OperationState.SUCCEEDED);
    }

    private GetVolumeRequest request() {
        return GetVolumeRequest.newBuilder().setVolumeId(volume).build();
    }

    private void delete() {
        assertThat(cloud.volumes().deleteVolume(request()).getId()).isEqualTo(volume);
    }

    private long asked() {
        return host.agent().faults().calls().stream()
                .filter(call -> call.startsWith("wipeVolume"))
                .count();
    }

    private boolean isPlaced() {
        return !cloud.ledgers().places(volume).isEmpty();
    }

    @Test
    void theHostWipesItAndThenItsPlaceIsFree() {
        attachAndDetach();
        assertThat(cloud.ledgers().places(volume)).containsExactly("VOLUME " + host.id());

        delete();

        Cloud.await("its place is free", () -> !isPlaced());
        assertThat(host.agent().wipedVolumes()).containsExactly(volume);
        cloud.ledgers().assertSumsAgree();
    }

    @Test
    void oneThatWasNeverAttachedIsNobodysToWipe() {
        delete();
        assertThatThrownBy(() -> cloud.volumes().getVolume(request())).isInstanceOf(StatusRuntimeException.class);
        assertThat(host.agent().wipedVolumes()).isEmpty();
    }

    @Test
    void noAnswerIsNoWipe() {
        attachAndDetach();
        // The first is lost on its way; the second is done, and its answer is lost.
        host.agent().faults().plan("wipeVolume", Moment.BEFORE, 1);
        host.agent().faults().plan("wipeVolume", Moment.AFTER, 1);

        delete();

        Cloud.await("it is wiped", () -> host.agent().wipedVolumes().contains(volume));
        Cloud.await("its place is free", () -> !isPlaced());
        cloud.ledgers().assertSumsAgree();
    }

    @Test
    void whileItsHostIsSilentItsPlaceIsNotGivenAway() {
        attachAndDetach();
        host.agent().faults().plan("wipeVolume", Moment.BEFORE, 10_000);

        delete();

        Cloud.await("it was asked", () -> asked() > 2);
        assertThat(isPlaced()).isTrue();
        assertThat(host.agent().wipedVolumes()).isEmpty();
        // For its owner it is gone all the same.
        assertThatThrownBy(() -> cloud.volumes().deleteVolume(request()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
        assertThat(cloud.volumes()
                        .listVolumes(ListVolumesRequest.newBuilder()
                                .setTenantId(guest.getSpec().getTenantId())
                                .build())
                        .getVolumesList())
                .isEmpty();
        assertThat(change(OperationKind.ATTACH_VOLUME).getState()).isEqualTo(OperationState.FAILED);

        host.agent().faults().clear();
        Cloud.await("its place is free", () -> !isPlaced());
        assertThat(host.agent().wipedVolumes()).containsExactly(volume);
    }

    @Test
    void anAttachedOneIsRefused() {
        change(OperationKind.ATTACH_VOLUME);
        assertThatThrownBy(() -> cloud.volumes().deleteVolume(request()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("attached");
    }
}
