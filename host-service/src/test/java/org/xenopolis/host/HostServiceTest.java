package org.xenopolis.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ProcessResource.class)
class HostServiceTest {
    @Inject
    AgentSet agents;

    @Test
    void startsAnAgentForEachIdentity() {
        assertThat(agents.addresses()).hasSize(3);
    }
}
