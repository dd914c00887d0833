package org.xenopolis.planner.core.roadef;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.xenopolis.planner.core.search.Answer;
import org.xenopolis.planner.core.search.Tuning;

/** A search may pass through placements that do not fit; what it answers fits. */
class OscillationTest {
    /** Two full machines whose items should change places three by three: no shift and no swap on the way fits. */
    @Test
    void aFleetWithNoRoomForAnyMoveIsRearranged() {
        RoadefInstance instance = crossed();
        double start = start(instance);

        assertThat(search(instance, Tuning.DEFAULT).cost()).isEqualTo(start);
        Answer answer = search(instance, Tuning.TIGHT);

        assertThat(RoadefJudge.judge(instance, answer.at()).isFeasible()).isTrue();
        assertThat(answer.cost()).isLessThan(start);
    }

    /** Changing places would pay, but needs more of a lingering resource than was free at the start. */
    @Test
    void whatNeverFitsIsNotAnswered() {
        RoadefInstance instance =
                RoadefInstance.parse("1 1 10 2 0 0 10 0 0 0 0 1 8 8 0 0 2 0 0 0 0 2 0 5 1 1 4 1 0 1 1 1", "0 1");

        assertThat(search(instance, Tuning.TIGHT).at()).containsExactly(0, 1);
    }

    private static double start(RoadefInstance instance) {
        return RoadefJudge.judge(instance, instance.model().items().home()).cost();
    }

    /** 5 + 5 against 4 + 3 + 3, on machines of 10 that want the others' items: two resources, of which one is full. */
    private static RoadefInstance crossed() {
        int[] size = {5, 5, 4, 3, 3};
        int[] load = {1, 1, 9, 9, 9};
        StringBuilder model = new StringBuilder("2 0 0 0 10 2 ");
        model.append("0 0 10 100 0 0 0 1 ").append("0 1 10 100 0 100 1 0 ");
        model.append("5 0 0 0 0 0 0 0 0 0 0 5 ");
        for (int item = 0; item < size.length; item++) {
            model.append(String.format(Locale.ROOT, "%d %d %d 1 ", item, size[item], load[item]));
        }
        return RoadefInstance.parse(model + "0 1 1 1", "1 1 0 0 0");
    }

    private static Answer search(RoadefInstance instance, Tuning tuning) {
        return Searches.answer(instance, tuning, 1, 200_000);
    }
}
