package org.xenopolis.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.NetworkRules;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.contracts.instances.SecurityRule;
import org.xenopolis.scheduler.fakes.FakeHost;
import org.xenopolis.scheduler.fakes.Faults;

@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class LifeOfAnInstanceTest {
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
    void createsStopsStartsAndDeletes() {
        Instance created = cloud.running();
        assertThat(created.getState()).isEqualTo("RUNNING");
        assertThat(created.getHostId()).isEqualTo(host.id().toString());
        assertThat(host.agent().state(created.getId())).contains("RUNNING");
        assertThat(cloud.host(host.id()).getAllocated().getMemoryBytes()).isEqualTo(FakeHost.GIB);

        assertThat(cloud.finished(cloud.act(created.getId(), OperationKind.STOP))
                        .getState())
                .isEqualTo(OperationState.SUCCEEDED);
        assertThat(cloud.instance(created.getId()).getState()).isEqualTo("STOPPED");
        assertThat(cloud.host(host.id()).getAllocated().getMemoryBytes()).isZero();
        assertThat(cloud.host(host.id()).getAllocated().getDiskBytes()).isEqualTo(FakeHost.GIB);

        assertThat(cloud.finished(cloud.act(created.getId(), OperationKind.START))
                        .getState())
                .isEqualTo(OperationState.SUCCEEDED);
        assertThat(cloud.instance(created.getId()).getEpoch()).isEqualTo(created.getEpoch() + 1);

        Operation deleted = cloud.finished(cloud.act(created.getId(), OperationKind.DELETE));
        assertThat(deleted.getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(host.agent().state(created.getId())).isEmpty();
        assertThat(cloud.billing().released(created.getId())).isTrue();
        assertThat(cloud.host(host.id()).getAllocated().getDiskBytes()).isZero();
    }

    @Test
    void newRulesReachTheGuestAndStayInItsRecord() {
        Nic card =
                Nic.newBuilder().setNetworkId("n1").setMac("00:16:3e:00:00:01").build();
        Nic other = card.toBuilder().setNetworkId("n2").build();
        Instance created = cloud.running(spec -> spec.addNics(card).addNics(other));
        SecurityRule web = SecurityRule.newBuilder()
                .setIngress(true)
                .setProtocol("tcp")
                .setPortFrom(80)
                .build();
        NetworkRules rules =
                NetworkRules.newBuilder().setNetworkId("n1").addRules(web).build();

        Operation set = cloud.finished(cloud.act(created.getId(), OperationKind.SET_RULES, act -> act.addRules(rules)));

        assertThat(set.getState()).isEqualTo(OperationState.SUCCEEDED);
        Nic changed = card.toBuilder().addRules(web).build();
        assertThat(host.agent().nics(created.getId())).containsExactly(changed, other);
        assertThat(cloud.instance(created.getId()).getSpec().getNicsList()).containsExactly(changed, other);
    }

    @Test
    void rulesOfAStoppedInstanceWaitForItsStart() {
        Instance created = cloud.running(spec -> spec.addNics(Nic.newBuilder().setNetworkId("n1")));
        cloud.finished(cloud.act(created.getId(), OperationKind.STOP));
        NetworkRules rules = NetworkRules.newBuilder()
                .setNetworkId("n1")
                .addRules(SecurityRule.newBuilder().setProtocol("icmp"))
                .build();

        Operation set = cloud.finished(cloud.act(created.getId(), OperationKind.SET_RULES, act -> act.addRules(rules)));

        assertThat(set.getState()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(host.agent().nics(created.getId())).isEmpty();
        assertThat(cloud.instance(created.getId()).getSpec().getNics(0).getRulesList())
                .isEqualTo(rules.getRulesList());
    }

    @Test
    void whatAHostCannotBuildIsBuiltOnAnother() {
        FakeHost able = cloud.host(8, 16);
        host.agent().faults().plan("createDomain", Faults.Moment.FULL, 100);
        int tried = 0;
        // Both hosts look alike, so that of some instances the one that cannot is asked first.
        for (int i = 0; i < 8; i++) {
            Instance created = cloud.running();
            assertThat(created.getHostId()).isEqualTo(able.id().toString());
            assertThat(host.agent().state(created.getId())).isEmpty();
            tried += created.getEpoch() > 1 ? 1 : 0;
        }
        assertThat(tried).isPositive();
        assertThat(cloud.host(host.id()).getAllocated().getMemoryBytes()).isZero();
    }

    @Test
    void whatNoHostCanBuildFailsWithTheReason() {
        host.agent().faults().plan("createDomain", Faults.Moment.FULL, 1);
        UUID id = UUID.randomUUID();
        Operation failed =
                cloud.finished(cloud.create(id, cloud.spec(UUID.randomUUID()).build()));
        assertThat(failed.getState()).isEqualTo(OperationState.FAILED);
        assertThat(failed.getError().getAttributesMap()).containsKey("hosts.REFUSED");
        assertThat(cloud.host(host.id()).getAllocated().getMemoryBytes()).isZero();
    }

    @Test
    void saysWhyNothingFits() {
        UUID id = UUID.randomUUID();
        var spec = cloud.spec(UUID.randomUUID());
        spec.getResourcesBuilder().setMemoryBytes(17 * FakeHost.GIB);
        Operation failed = cloud.finished(cloud.create(id, spec.build()));
        assertThat(failed.getState()).isEqualTo(OperationState.FAILED);
        assertThat(failed.getError().getCode()).isEqualTo("no-valid-host");
        assertThat(failed.getError().getAttributesMap()).containsKey("hosts.TOO_LARGE");
        assertThat(cloud.instance(id.toString()).getState()).isEqualTo("ERROR");
    }
}
