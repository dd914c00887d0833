package org.xenopolis.planner.core.roadef;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.search.Answer;
import org.xenopolis.planner.core.search.Progress;
import org.xenopolis.planner.core.search.Search;
import org.xenopolis.planner.core.search.Tuning;

/** A search may pass through placements that do not fit; what it answers fits, as the judge sees it. */
class OscillationTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyAnswerIsFeasibleCostsWhatItSaysAndIsNoWorseThanTheStart(long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 6, 24);
        int[] home = instance.model().items().home();

        Answer answer = search(instance, Tuning.TIGHT, seed);

        RoadefVerdict verdict = RoadefJudge.judge(instance, answer.at());
        assertThat(verdict.broken()).isEmpty();
        assertThat((double) verdict.cost()).isEqualTo(answer.cost());
        assertThat(verdict.cost())
                .isLessThanOrEqualTo(RoadefJudge.judge(instance, home).cost());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameSeedGivesTheSameAnswer(long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 6, 24);

        assertThat(search(instance, Tuning.TIGHT, seed).at())
                .isEqualTo(search(instance, Tuning.TIGHT, seed).at());
    }

    /** Two full machines whose items should change places three by three: no shift and no swap on the way fits. */
    @Test
    void aFleetWithNoRoomForAnyMoveIsRearranged() {
        RoadefInstance instance = crossed();
        double start = start(instance);

        assertThat(search(instance, Tuning.DEFAULT, 1).cost()).isEqualTo(start);
        Answer answer = search(instance, Tuning.TIGHT, 1);

        assertThat(RoadefJudge.judge(instance, answer.at()).isFeasible()).isTrue();
        assertThat(answer.cost()).isLessThan(start);
    }

    /** Changing places would pay, but needs more of a lingering resource than was free at the start. */
    @Test
    void whatNeverFitsIsNotAnswered() {
        RoadefInstance instance =
                RoadefInstance.parse("1 1 10 2 0 0 10 0 0 0 0 1 8 8 0 0 2 0 0 0 0 2 0 5 1 1 4 1 0 1 1 1", "0 1");

        assertThat(search(instance, Tuning.TIGHT, 1).at()).containsExactly(0, 1);
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

    private static Answer search(RoadefInstance instance, Tuning tuning, long seed) {
        Placement placement = new Placement(instance.model());
        return new Search(placement, Guard.NONE, instance.objective(placement), tuning, seed)
                .run(Progress.moves(200_000));
    }
}
