package org.xenopolis.planner.core.ganeti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GanetiGroupTest {
    private static final String CLUSTER = """
            blue|uuid-1|preferred||
            red|uuid-2|preferred||

            east|16384|1024|15360|102400|102400|8|N|uuid-2|4||N|0|1|1.0
            alpha|16384|1024|7168|102400|92160|8|M|uuid-1|4||N|0|1|1.0
            west|16384|1024|7168|102400|102400|8|N|uuid-2|4||N|0|1|1.0
            beta|16384|1024|15360|102400|102400|8|N|uuid-1|4||N|0|1|1.0

            one|4096|10240|2|running|Y|alpha||rbd||1|1|N
            red-one|4096|10240|2|running|Y|west||rbd||1|1|N
            two|4096|10240|2|running|Y|alpha||rbd||1|1|N
            red-two|4096|10240|2|running|Y|west||rbd||1|1|N

            """;

    private final GanetiCluster whole = GanetiText.parse("cluster", CLUSTER, "load", "");

    @Test
    void oneGroupIsBalancedAndTheOtherStaysAsItIs() {
        GanetiGroup blue = GanetiGroup.of(whole, "blue");

        GanetiPlan plan = blue.widen(new GanetiPlanner(blue.part()).plan(5, 1, 20_000));

        assertThat(plan.steps()).hasSize(1);
        assertThat(plan.pairs().get(1)).isEqualTo(whole.pairs().get(1));
        assertThat(plan.pairs().get(3)).isEqualTo(whole.pairs().get(3));
        assertThat(plan.after()).isLessThan(plan.before());
        assertThat(GanetiText.write(whole, plan.pairs()))
                .contains("|alpha||rbd|", "|beta||rbd|", "alpha|16384|1024|11264|", "west|16384|1024|7168|");
    }

    @Test
    void severalGroupsAndNoNameAreRefusedAndSoIsAnUnknownName() {
        assertThatThrownBy(() -> new GanetiPlanner(whole)).hasMessageContaining("2 groups");
        assertThatThrownBy(() -> GanetiGroup.of(whole, "green")).hasMessageContaining("'green'");
    }
}
