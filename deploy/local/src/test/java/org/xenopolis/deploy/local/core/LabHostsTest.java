package org.xenopolis.deploy.local.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LabHostsTest {
    @Test
    void realHostsAreNeverTakenForSimulatedOnes() {
        LabHosts lab = new LabHosts("10.77.0.1", List.of("10.77.0.11", "10.77.0.12"));

        assertThat(lab.ids())
                .containsExactly(
                        UUID.fromString("00000000-0000-4000-8001-000000000001"),
                        UUID.fromString("00000000-0000-4000-8001-000000000002"))
                .doesNotContainAnyElementsOf(SimulatedHosts.ids(PortPlan.HOSTS_MAX));
    }
}
