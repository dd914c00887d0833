package org.xenopolis.host.xen.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DomainConfig.Nic;
import org.xenopolis.host.driver.DomainConfig.Rule;

class GuardTest {
    private static final InstanceId INSTANCE = InstanceId.of("0190f5fe-7c21-7000-8000-0123456789ab");

    private static Guard guard(Rule... rules) {
        return Guard.of(INSTANCE, 0, new Nic("net", "00:16:3e:00:00:01", "10.0.0.5", List.of(rules)));
    }

    @Test
    void rulesAreWrittenInOneWay() {
        assertThat(guard(
                                new Rule(true, "tcp", 22, 22, "10.0.0.0/8"),
                                new Rule(false, "icmp", 0, 0, ""),
                                new Rule(true, "any", 0, 0, "10.0.0.1"))
                        .rules())
                .extracting(CardRule::toString)
                .containsExactly("in,tcp,22,22,10.0.0.0/8", "out,icmp,0,0,0.0.0.0/0", "in,any,0,0,10.0.0.1/32");
    }

    @Test
    void namesFitAndAreTheSameEverywhere() {
        assertThat(CardName.of(INSTANCE, 0).toString()).hasSize(14);
        assertThat(CardName.of(INSTANCE, 0)).isEqualTo(CardName.of(INSTANCE, 0)).isNotEqualTo(CardName.of(INSTANCE, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0/0; flush ruleset", "10.0.0.0/33", "10.0.0.0/", "010.0.0.1", "256.1.1.1", "10.0.0.1/+8"})
    void aRangeIsAddressesAndNothingElse(String range) {
        assertThatThrownBy(() -> guard(new Rule(true, "tcp", 1, 2, range)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoCardIsRefused() {
        assertThatThrownBy(() -> Guard.of(INSTANCE, 0, new Nic("n", "x", "10.0.0.5", List.of())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guard(new Rule(true, "tcp accept", 1, 2, "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guard(new Rule(true, "tcp", 3, 2, ""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CardName("xv0")).isInstanceOf(IllegalArgumentException.class);
    }
}
