package org.xenopolis.deploy.local.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulatedHostsTest {
    @Test
    void idsAreKnownDifferentAndWellFormed() {
        assertThat(SimulatedHosts.id(1)).hasToString("00000000-0000-4000-8000-000000000001");
        assertThat(SimulatedHosts.id(255)).hasToString("00000000-0000-4000-8000-0000000000ff");
        assertThat(SimulatedHosts.ids(1_000))
                .hasSize(1_000)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.version() == 4);
    }
}
