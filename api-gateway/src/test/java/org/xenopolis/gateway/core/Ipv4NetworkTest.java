package org.xenopolis.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4NetworkTest {
    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @Test
    void aNetworkOfEightHasFivePlacesForInstances() {
        Ipv4Network network = Ipv4Network.parsePrivate("192.168.7.8/29");

        assertThat(network.gateway()).isEqualTo("192.168.7.9");
        assertThat(network.address(Ipv4Network.FIRST_OFFSET)).isEqualTo("192.168.7.10");
        assertThat(network.address(network.lastOffset())).isEqualTo("192.168.7.14");
        assertThatIllegalArgumentException().isThrownBy(() -> network.address(network.lastOffset() + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> network.address(0));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itsTextReadsBackAndItsPlacesLieInside(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int prefix = random.nextInt(16, 30);
        long base = (10L << 24 | random.nextLong(1 << 24)) & -(1L << (32 - prefix)) & 0xffffffffL;
        Ipv4Network network = new Ipv4Network(base, prefix);

        assertThat(Ipv4Network.parsePrivate(network.toString())).isEqualTo(network);
        int offset = random.nextInt(1, network.lastOffset() + 1);
        assertThat(Ipv4Network.parse(network.address(offset) + "/32").base()).isEqualTo(base + offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.0/24",
                "172.32.0.0/16",
                "10.0.0.0/8",
                "10.0.0.0/30",
                "10.0.0.1/24",
                "010.0.0.0/24",
                "10.0.0/24",
                "10.0.0.0",
                "10.0.0.256/24",
                "10.0.0.0/33",
                "::1/128",
                "10.0.0.0/24 ",
                "169.254.0.0/16"
            })
    void whatIsNoPrivateNetworkIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Network.parsePrivate(text));
    }

    @Test
    void macAddressesAreStableUnicastLocalAndDifferent() {
        UUID network = new UUID(1, 2);
        Set<String> seen = new HashSet<>();
        for (int offset = 2; offset < 10_000; offset++) {
            String mac = MacAddress.of(network, offset).text();
            assertThat(mac).matches("[0-9a-f][26ae](:[0-9a-f]{2}){5}");
            assertThat(seen.add(mac)).isTrue();
        }
        assertThat(MacAddress.of(network, 5)).isEqualTo(MacAddress.of(network, 5));
        assertThat(seen).doesNotContain(MacAddress.of(new UUID(1, 3), 5).text());
    }
}
