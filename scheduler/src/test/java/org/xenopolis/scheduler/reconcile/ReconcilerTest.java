package org.xenopolis.scheduler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.hosts.HostActionRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.scheduler.Cloud;
import org.xenopolis.scheduler.SchedulerStack;
import org.xenopolis.scheduler.fakes.FakeHost;
import org.xenopolis.scheduler.fakes.Faults.Moment;

@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class ReconcilerTest {
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

    private boolean is(Instance instance, String state) {
        Instance now = cloud.instance(instance.getId());
        return now.getState().equals(state) && now.getOperationId().isEmpty();
    }

    @Test
    void aGuestThatShutItselfDownIsStoppedAndStaysSo() {
        Instance guest = cloud.running();
        host.agent().put(guest.getId(), "SHUTDOWN", guest.getEpoch());
        Cloud.await("STOPPED", () -> is(guest, "STOPPED"));
        cloud.ledgers().assertAgree(cloud.instance(guest.getId()), cloud.hosts());
        assertThat(cloud.ledgers().query("select intended from instances where id = '" + guest.getId() + "'"))
                .containsExactly("STOPPED");
    }

    @Test
    void aGuestThatShutItselfDownStaysDownAlsoWhenItsAgentHasTidiedUp() {
        Instance guest = cloud.running();
        host.agent().put(guest.getId(), "", guest.getEpoch());
        Cloud.await("STOPPED", () -> is(guest, "STOPPED"));
        assertThat(cloud.ledgers().query("select intended from instances where id = '" + guest.getId() + "'"))
                .containsExactly("STOPPED");
    }

    @Test
    void afterAHostsRebootItsGuestsRunAgain() {
        Instance guest = cloud.running();
        host.reboot();
        host.renew();
        Cloud.await(
                "running again",
                () -> is(guest, "RUNNING")
                        && host.agent().state(guest.getId()).equals(java.util.Optional.of("RUNNING")));
        assertThat(cloud.instance(guest.getId()).getEpoch()).isGreaterThan(guest.getEpoch());
        cloud.ledgers().assertAgree(cloud.instance(guest.getId()), cloud.hosts());
    }

    @Test
    void anOrphanIsDeletedUnderItsOwnEpochAndTheGuestIsNot() {
        Instance guest = cloud.running();
        FakeHost other = cloud.host(8, 16);
        String nobody = UUID.randomUUID().toString();
        other.agent().put(nobody, "RUNNING", 3);
        other.agent().put(guest.getId(), "PAUSED", 0);
        Cloud.await("orphans gone", () -> other.agent().domains().isEmpty());
        assertThat(host.agent().state(guest.getId())).contains("RUNNING");
    }

    @Test
    void anIncompleteInventoryProvesNothing() {
        Instance guest = cloud.running();
        host.agent().loseSight();
        int asked = host.agent().faults().calls().size();
        Cloud.await("four inventories", () -> host.agent().faults().calls().size() >= asked + 4);
        assertThat(is(guest, "RUNNING")).isTrue();
    }

    @Test
    void aSilentHostsGuestsAreMadeAnewOnlyWhenTheyHadAskedForIt() {
        Instance restart = cloud.running(spec -> spec.setRecovery(RecoveryPolicy.RESTART_ELSEWHERE));
        Instance keep = cloud.running();
        FakeHost other = cloud.host(8, 16);
        host.setSilent(true);
        host.agent().faults().plan("getInventory", Moment.BEFORE, 10_000);
        Cloud.await("SUSPECT", () -> cloud.host(host.id()).getState().equals("SUSPECT"));
        Cloud.await(
                "elsewhere",
                () -> is(restart, "RUNNING")
                        && cloud.instance(restart.getId())
                                .getHostId()
                                .equals(other.id().toString()));
        assertThat(cloud.instance(keep.getId()).getHostId()).isEqualTo(host.id().toString());
        assertThat(cloud.instance(keep.getId()).getState()).isEqualTo("RUNNING");

        var ignored = cloud.hostsStub()
                .attestPowerOff(HostActionRequest.newBuilder()
                        .setHostId(host.id().toString())
                        .setCause("unplugged")
                        .build());
        Cloud.await(
                "elsewhere too",
                () -> cloud.instance(keep.getId()).getHostId().equals(other.id().toString()));

        // It comes back with its old guests: they are deleted there, and go on where they are.
        host.agent().faults().clear();
        host.setSilent(false);
        Cloud.await("cleared", () -> host.agent().domains().isEmpty());
        Cloud.await("settled", () -> is(keep, "RUNNING"));
        cloud.ledgers().assertAgree(cloud.instance(keep.getId()), cloud.hosts());
        cloud.ledgers().assertAgree(cloud.instance(restart.getId()), cloud.hosts());
    }

    @Test
    void whileAHostHasPowerNobodyCanAttestThatItHasNone() {
        Throwable refused = org.assertj.core.api.Assertions.catchThrowable(() -> cloud.hostsStub()
                .attestPowerOff(HostActionRequest.newBuilder()
                        .setHostId(host.id().toString())
                        .build()));
        assertThat(refused).hasMessageContaining("has power");
    }

    @Test
    void drainingSendsGuestsAwayAndNamesThoseThatFitNowhere() {
        Instance guest = cloud.running();
        var stuck = cloud.hostsStub()
                .drainHost(HostActionRequest.newBuilder()
                        .setHostId(host.id().toString())
                        .build());
        assertThat(stuck.getHost().getState()).isEqualTo("DRAINING");
        assertThat(stuck.getStuckList()).hasSize(1);
        FakeHost other = cloud.host(8, 16);
        var moving = cloud.hostsStub()
                .drainHost(HostActionRequest.newBuilder()
                        .setHostId(host.id().toString())
                        .build());
        assertThat(moving.getMigrationsList()).hasSize(1);
        assertThat(cloud.finished(moving.getMigrations(0)).getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(cloud.instance(guest.getId()).getHostId())
                .isEqualTo(other.id().toString());
    }

    @Test
    void anAgentThatAnswersLateIsAskedAgainAndCountsOnce() {
        host.agent().faults().plan("createDomain", Moment.AFTER, 2);
        Instance guest = cloud.running();
        long creates = host.agent().faults().calls().stream()
                .filter(call -> call.startsWith("createDomain"))
                .distinct()
                .count();
        assertThat(creates).isEqualTo(1);
        host.agent().faults().plan("stopDomain", Moment.BEFORE, 2);
        assertThat(cloud.finished(cloud.act(guest.getId(), OperationKind.STOP)).getState())
                .isEqualTo(OperationState.SUCCEEDED);
    }
}
