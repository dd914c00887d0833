package org.xenopolis.host.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.HostId;

class XenBehavioursTest {
    private final HostId one = new HostId(UUID.randomUUID());
    private final HostId other = new HostId(UUID.randomUUID());

    @Test
    void aHostHasWhatIsSaidOfAllAndOfIt() {
        List<String> settings = List.of("dying-lingers", "slow-life@" + one);
        assertThat(XenBehaviours.of(settings, one, 0).on())
                .containsExactlyInAnyOrder(XenBehaviour.DYING_LINGERS, XenBehaviour.SLOW_LIFE);
        assertThat(XenBehaviours.of(settings, other, 0).on()).containsExactly(XenBehaviour.DYING_LINGERS);
        assertThat(XenBehaviours.of(List.of("all@" + one), one, 0).on()).containsOnly(XenBehaviour.values());
        assertThat(XenBehaviours.of(List.of(), one, 0).on()).isEmpty();
    }

    @Test
    void whatThereIsNotIsNamed() {
        assertThatThrownBy(() -> XenBehaviours.of(List.of("flying"), one, 0))
                .hasMessageContaining("flying")
                .hasMessageContaining("dying-lingers");
    }

    @Test
    void theSameSeedTakesTheSameTime() {
        XenBehaviours first = XenBehaviours.of(List.of("all"), one, 7);
        XenBehaviours again = XenBehaviours.of(List.of("all"), one, 7);
        assertThat(first.lasting(XenBehaviour.SLOW_LIFE, 3)).isEqualTo(again.lasting(XenBehaviour.SLOW_LIFE, 3));
        assertThat(first.lasting(XenBehaviour.SLOW_LIFE, 3))
                .isBetween(Duration.ofMillis(300), Duration.ofMillis(2_000));
        assertThat(XenBehaviours.NONE.lasting(XenBehaviour.SLOW_LIFE, 3)).isZero();
    }
}
