package org.xenopolis.deploy.xenlab.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabNetworkTest {
    private static final int INTERFACE_NAME_MAX = 15;

    private final LabNetwork network = new LabNetwork(77);

    @Test
    void addressesMeanTheSameEverywhere() {
        assertThat(network.machine()).isEqualTo("10.77.0.1");
        assertThat(network.machineWithPrefix()).isEqualTo("10.77.0.1/24");
        assertThat(network.address(new HostNumber(1))).isEqualTo("10.77.0.11");
        assertThat(network.address(new HostNumber(2))).isEqualTo("10.77.0.12");
    }

    @Test
    void noTwoCardsOfAnyLabsShareAMacAddressOrALink() {
        Set<String> macs = new HashSet<>();
        Set<String> links = new HashSet<>();
        int cards = 0;
        for (LabNetwork lab : List.of(network, new LabNetwork(7), new LabNetwork(254))) {
            for (HostNumber host : HostNumber.first(HostNumber.MAX)) {
                macs.addAll(List.of(lab.managementMac(host), lab.guestMac(host)));
                links.addAll(List.of(lab.managementTap(host), lab.guestTap(host)));
                cards += 2;
            }
        }

        assertThat(macs).hasSize(cards).allMatch(mac -> mac.matches("52:54:00(:[0-9a-f]{2}){3}"));
        assertThat(links).hasSize(cards).allMatch(link -> link.length() <= INTERFACE_NAME_MAX);
    }

    @Test
    void anImpossibleNetworkIsRefused() {
        assertThatThrownBy(() -> new LabNetwork(255)).hasMessageContaining("from 1 to 254");
        assertThatThrownBy(() -> new HostNumber(0)).hasMessageContaining("from 1 to");
    }
}
