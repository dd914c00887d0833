package org.xenopolis.deploy.xenlab.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {
    @Test
    void theAgentListensOnItsHostsAddressAndFindsTheServicesOnTheMachine() {
        AgentSettings settings = new AgentSettings(
                new HostNumber(2),
                new UUID(1, 2),
                "10.77.0.12",
                7900,
                "10.77.0.1:7710",
                "10.77.0.1:7712",
                "10.77.0.1:7792");

        assertThat(settings.environment())
                .contains("XENO_DRIVER=xl\n")
                .contains("XENO_BIND_ADDRESS=10.77.0.12\n", "XENO_SIM_PORT_BASE=7900\n")
                .contains("XENO_SCHEDULER=10.77.0.1:7710\n", "XENO_IMAGES=10.77.0.1:7712\n")
                .contains("XENO_KAFKA=10.77.0.1:7792\n");
    }
}
