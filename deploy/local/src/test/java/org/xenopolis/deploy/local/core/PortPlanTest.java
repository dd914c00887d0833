package org.xenopolis.deploy.local.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    @Test
    void noTwoPartsShareAPortWithTheMostHosts() {
        PortPlan plan = new PortPlan(PortPlan.DEFAULT_BASE);
        List<Integer> ports = new ArrayList<>(List.of(
                plan.scheduler(),
                plan.billing(),
                plan.imageStore(),
                plan.migrationPlanner(),
                plan.postgres(),
                plan.tenantApi(),
                plan.operatorApi(),
                plan.keycloak(),
                plan.keycloakManagement(),
                plan.kafka(),
                plan.kafkaController()));
        for (int service = 0; service < 6; service++) {
            ports.add(plan.health(service));
        }
        ports.addAll(plan.hosts(PortPlan.HOSTS_MAX).values());

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= plan.base());
    }

    @Test
    void theDefaultsAreTheDocumentedPorts() {
        PortPlan plan = new PortPlan(PortPlan.DEFAULT_BASE);

        assertThat(plan.tenantApi()).isEqualTo(7780);
        assertThat(plan.operatorApi()).isEqualTo(7781);
        assertThat(plan.postgres()).isEqualTo(7732);
        assertThat(plan.kafka()).isEqualTo(7792);
        assertThat(plan.keycloak()).isEqualTo(7788);
        assertThat(plan.hosts()).isEqualTo(7900);
    }

    @Test
    void aBaseThatLeavesNoRoomIsRefused() {
        assertThatThrownBy(() -> new PortPlan(65_000)).hasMessageContaining("port base");
        assertThatThrownBy(() -> new PortPlan(80)).hasMessageContaining("port base");
    }
}
