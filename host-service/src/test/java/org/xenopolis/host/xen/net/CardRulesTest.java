package org.xenopolis.host.xen.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DomainConfig.Nic;
import org.xenopolis.host.driver.DomainConfig.Rule;

class CardRulesTest {
    private static final InstanceId INSTANCE = InstanceId.of("0190f5fe-7c21-7000-8000-0123456789ab");

    private static Nic nic(Rule... rules) {
        return new Nic("net", "00:16:3e:00:00:01", "10.0.0.5", List.of(rules));
    }

    @Test
    void onlyWhatARuleLetsInComesIn() {
        String script = CardRules.put(
                "xv0", nic(new Rule(true, "tcp", 22, 22, "10.0.0.0/8"), new Rule(true, "icmp", 0, 0, "0.0.0.0/0")));
        assertThat(script.lines().filter(line -> line.contains(" r-xv0 ") && line.startsWith("add rule")))
                .containsExactly(
                        "add rule bridge xenopolis r-xv0 ether type arp arp daddr ip 10.0.0.5 accept",
                        "add rule bridge xenopolis r-xv0 ether type != ip drop",
                        "add rule bridge xenopolis r-xv0 ip daddr != 10.0.0.5 drop",
                        "add rule bridge xenopolis r-xv0 ct state established,related accept",
                        "add rule bridge xenopolis r-xv0 ip saddr 10.0.0.0/8 tcp dport 22-22 accept",
                        "add rule bridge xenopolis r-xv0 ip protocol icmp accept",
                        "add rule bridge xenopolis r-xv0 drop");
    }

    @Test
    void aGuestSendsOnlyFromItsOwnAddresses() {
        assertThat(CardRules.put("xv0", nic())
                        .lines()
                        .filter(line -> line.startsWith("add rule bridge xenopolis s-xv0")))
                .containsExactly(
                        "add rule bridge xenopolis s-xv0 ether saddr != 00:16:3e:00:00:01 drop",
                        "add rule bridge xenopolis s-xv0 ether type arp arp saddr ether != 00:16:3e:00:00:01 drop",
                        "add rule bridge xenopolis s-xv0 ether type arp arp saddr ip != 10.0.0.5 drop",
                        "add rule bridge xenopolis s-xv0 ether type arp return",
                        "add rule bridge xenopolis s-xv0 ether type != ip drop",
                        "add rule bridge xenopolis s-xv0 ip saddr != 10.0.0.5 drop");
    }

    @Test
    void oneRuleAboutGoingOutIsAboutAllThatGoesOut() {
        assertThat(CardRules.put("xv0", nic(new Rule(false, "udp", 53, 53, ""))))
                .contains("s-xv0 udp dport 53-53 return\nadd rule bridge xenopolis s-xv0 drop\n");
    }

    @Test
    void namesFitAndAreTheSameEverywhere() {
        assertThat(CardRules.cardName(INSTANCE, 0))
                .hasSize(14)
                .isEqualTo(CardRules.cardName(INSTANCE, 0))
                .isNotEqualTo(CardRules.cardName(INSTANCE, 1));
    }

    @Test
    void nothingButAddressesGetsIntoAScript() {
        assertThatThrownBy(() -> CardRules.put("xv0", new Nic("n", "x", "10.0.0.5", List.of())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CardRules.put("xv0", nic(new Rule(true, "tcp", 1, 2, "0.0.0.0/0; flush ruleset"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CardRules.put("xv0", nic(new Rule(true, "tcp accept", 1, 2, ""))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
