package org.xenopolis.deploy.xenlab.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabSettingsTest {
    private static final LabSettings SETTINGS = new LabSettings(3, 1536, new LabNetwork(78), "abc");

    @Test
    void surviveTheirFile() {
        assertThat(LabSettings.of(SETTINGS.toProperties())).isEqualTo(SETTINGS);
    }

    @Test
    void tooLittleMemoryIsRefused() {
        assertThatThrownBy(() -> new LabSettings(2, 1024, new LabNetwork(77), "abc"))
                .hasMessageContaining("from 1280 to");
        assertThatThrownBy(() -> new LabSettings(0, 2048, new LabNetwork(77), "abc"))
                .hasMessageContaining("the number of hosts is 0");
    }

    @Test
    void sshKnowsEachHostByItsKey() {
        String config = new SshConfig(SETTINGS, Path.of("/lab/key"), Path.of("/lab/known")).text();
        String known = SshConfig.knownHosts(
                SETTINGS.network(), Map.of(new HostNumber(1), "ssh-ed25519 A\n", new HostNumber(2), "ssh-ed25519 B\n"));

        assertThat(config).contains("Host xen3\n    HostName 10.78.0.13\n", "StrictHostKeyChecking yes");
        assertThat(known).isEqualTo("10.78.0.11 ssh-ed25519 A\n10.78.0.12 ssh-ed25519 B\n");
    }
}
