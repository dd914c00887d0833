package org.xenopolis.planner.core.roadef;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.model.Rules;

class BegunPlacementTest {
    @Test
    void twoOfAGroupThatChangedPlacesStillKeepOthersOfItAway() {
        Model model = new Model(
                new Model.Machines(3, new long[] {9, 9, 9}, new int[3], 1, new int[3], 1),
                new Model.Items(3, new long[] {1, 1, 1}, new int[3], new int[] {0, 1, 2}),
                new Model.Groups(1, new int[] {3}, new int[1], new int[1][0], new int[1][0]),
                1,
                new boolean[1]);

        Rules rules = new Rules(new Placement(model, new int[] {1, 0, 2}));

        assertThat(rules.admits(2, 0)).isFalse();
        assertThat(rules.admits(2, 1)).isFalse();
    }
}
