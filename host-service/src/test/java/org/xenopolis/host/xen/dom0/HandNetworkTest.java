package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.host.xen.net.InterfaceName;
import org.xenopolis.host.xen.net.Ipv4;
import org.xenopolis.host.xen.net.Network;

/** Networks, from the verb to what is done to dom0; the interface "lo" is the one that every machine has. */
class HandNetworkTest extends HandFixture {
    private static final Optional<Ipv4> GATEWAY = Optional.of(new Ipv4("10.5.0.1"));

    @BeforeEach
    void programs() throws IOException {
        program("ip", "echo \"ip $*\" >>\"$DEEDS\"");
        program("sysctl", "echo \"sysctl $*\" >>\"$DEEDS\"");
    }

    private static Ask make(Network.Kind kind, Optional<Ipv4> gateway) {
        return new Ask.MakeNetwork(new Network(kind, 24, gateway, List.of()));
    }

    @Test
    void wordsSayWhatIsDom0s() {
        assertThat(make(new Network.Kind.Bridge(new InterfaceName("xenbr0")), GATEWAY)
                        .words())
                .containsExactly("network", "bridge", "xenbr0", "-", "-");
        assertThat(make(new Network.Kind.HostOnly(new InterfaceName("xenho0")), Optional.empty())
                        .words())
                .containsExactly("network", "host-only", "xenho0", "-", "-");
        assertThat(make(new Network.Kind.Routed(), GATEWAY).words())
                .containsExactly("network", "routed", "-", "-", "10.5.0.1/24");
        assertThat(make(new Network.Kind.Nat(new InterfaceName("eth0")), GATEWAY)
                        .words())
                .containsExactly("network", "nat", "-", "eth0", "10.5.0.1/24");
    }

    @Test
    void aBridgeHasToBeThere() throws Exception {
        assertThat(ask(make(new Network.Kind.Bridge(new InterfaceName("nobridge0")), Optional.empty())))
                .singleElement()
                .asString()
                .contains("there_is_no_bridge_nobridge0");
        assertThat(deeds()).isEmpty();
    }

    @Test
    void anUplinkHasToBeThere() throws Exception {
        assertThat(ask(make(new Network.Kind.Nat(new InterfaceName("nouplink0")), GATEWAY)))
                .singleElement()
                .asString()
                .contains("there_is_no_interface_nouplink0");
    }

    @Test
    void guestsBehindDom0sAddressAreTheirRangeOnly() throws Exception {
        assertThat(ask(make(new Network.Kind.Nat(new InterfaceName("lo")), GATEWAY)))
                .containsExactly(".");
        assertThat(deeds())
                .contains(
                        "ip address flush dev lo label lo:xeno",
                        "add rule ip xenopolis_nat out ip saddr 10.5.0.0/24 oifname \"lo\" masquerade",
                        "ip address replace 10.5.0.1/32 dev lo label lo:xeno",
                        "add rule inet xenopolis input drop",
                        "sysctl -q -w net.ipv4.ip_forward=1");
        assertThat(folder.resolve("root/vif-routed")).isExecutable();
    }

    @Test
    void whatIsNoNetworkIsRefused() throws Exception {
        List<List<String>> hostile = List.of(
                List.of("network", "bridge", "-", "-", "-"),
                List.of("network", "bridge", "xenbr0;id", "-", "-"),
                List.of("network", "bridge", "../lo", "-", "-"),
                List.of("network", "routed", "-", "-", "-"),
                List.of("network", "routed", "-", "-", "10.0.0.1/24; flush ruleset"),
                List.of("network", "nat", "-", "-", "10.0.0.1/24"),
                List.of("network", "nat", "-", "lo\" accept", "10.0.0.1/24"),
                List.of("network", "host-only", "xenho0", "lo", "-"),
                List.of("network", "else", "xenbr0", "-", "-"));
        assertThat(ask(hostile.stream())).hasSameSizeAs(hostile).allMatch(line -> line.startsWith("! Refused:"));
        assertThat(deeds()).isEmpty();
    }

    @Test
    void onlyABridgeThatLeadsOutLetsGuestsMove() {
        assertThat(new Network(new Network.Kind.Bridge(new InterfaceName("b")), 24, GATEWAY, List.of()).whyBound())
                .isEmpty();
        assertThat(new Network(new Network.Kind.Routed(), 24, GATEWAY, List.of()).whyBound())
                .isPresent();
        assertThatThrownBy(() -> new Network(new Network.Kind.Routed(), 24, Optional.empty(), List.of()))
                .hasMessageContaining("gateway");
        assertThatThrownBy(() -> new Network(new Network.Kind.HostOnly(new InterfaceName("b")), 24, GATEWAY, List.of()))
                .hasMessageContaining("gateway");
    }
}
