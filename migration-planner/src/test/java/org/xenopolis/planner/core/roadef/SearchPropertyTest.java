package org.xenopolis.planner.core.roadef;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.model.Rules;
import org.xenopolis.planner.core.objective.Objective;
import org.xenopolis.planner.core.search.Answer;
import org.xenopolis.planner.core.search.Tuning;

/** On random instances the engine's rules and changes are what the judge says. */
class SearchPropertyTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    static Stream<Arguments> tuningsAndSeeds() {
        return Stream.of(Tuning.DEFAULT, Tuning.TIGHT)
                .flatMap(tuning -> seeds().mapToObj(seed -> Arguments.of(tuning, seed)));
    }

    @ParameterizedTest
    @MethodSource("tuningsAndSeeds")
    void everyAnswerIsFeasibleCostsWhatItSaysAndIsNoWorseThanTheStart(Tuning tuning, long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 6, 24);
        long start =
                RoadefJudge.judge(instance, instance.model().items().home()).cost();

        Answer answer = Searches.answer(instance, tuning, seed, 200_000);

        RoadefVerdict verdict = RoadefJudge.judge(instance, answer.at());
        assertThat(verdict.broken()).isEmpty();
        assertThat((double) verdict.cost()).isEqualTo(answer.cost());
        assertThat(verdict.cost()).isLessThanOrEqualTo(start);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aShiftIsAllowedExactlyWhenItsResultIsAndChangesTheCostAsItSays(long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 5, 14);
        Placement placement = new Placement(instance.model());
        Rules rules = new Rules(placement);
        Objective objective = instance.objective(placement);
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 400; step++) {
            int item = random.nextInt(14);
            int to = random.nextInt(5);
            if (to == placement.at(item)) {
                continue;
            }
            int[] then = placement.toArray();
            then[item] = to;
            RoadefVerdict verdict = RoadefJudge.judge(instance, then);
            assertThat(objective.cost() + objective.shift(item, to)).isEqualTo((double) verdict.cost());
            boolean allowed = rules.fits(item, to) && rules.admits(item, to);
            assertThat(allowed).as(verdict.broken().toString()).isEqualTo(verdict.isFeasible());
            if (allowed) {
                objective.move(item, to);
                placement.move(item, to);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSwapIsAllowedExactlyWhenItsResultIsAndChangesTheCostAsItSays(long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 5, 14);
        Placement placement = new Placement(instance.model());
        Rules rules = new Rules(placement);
        Objective objective = instance.objective(placement);
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 400; step++) {
            int a = random.nextInt(14);
            int b = random.nextInt(14);
            int atA = placement.at(a);
            int atB = placement.at(b);
            if (atA == atB) {
                continue;
            }
            int[] then = placement.toArray();
            then[a] = atB;
            then[b] = atA;
            RoadefVerdict verdict = RoadefJudge.judge(instance, then);
            assertThat(objective.cost() + objective.swap(a, b)).isEqualTo((double) verdict.cost());
            boolean allowed = rules.fitsSwap(a, b) && rules.admitsSwap(a, b);
            assertThat(allowed).as(verdict.broken().toString()).isEqualTo(verdict.isFeasible());
            if (allowed) {
                objective.move(a, atB);
                objective.move(b, atA);
                placement.swap(a, b);
            }
        }
    }

    /** Not all: a start can be so full that no way of single moves leads to the optimum. */
    @ParameterizedTest
    @MethodSource
    void mostSmallInstancesAreSolvedToTheOptimum(Tuning tuning, long moves, int least) {
        int solved = 0;
        for (long seed : seeds().toArray()) {
            RoadefInstance instance = RandomInstance.of(seed, 3, 8);
            double optimum = optimum(instance, new int[8], 0);

            double cost = Searches.answer(instance, tuning, seed, moves).cost();

            assertThat(cost).isBetween(optimum, optimum * 1.1);
            solved += cost == optimum ? 1 : 0;
        }
        assertThat(solved).isGreaterThanOrEqualTo(least);
    }

    static Stream<Arguments> mostSmallInstancesAreSolvedToTheOptimum() {
        return Stream.of(Arguments.of(Tuning.DEFAULT, 100_000, 30), Arguments.of(Tuning.TIGHT, 200_000, 36));
    }

    @ParameterizedTest
    @MethodSource("tuningsAndSeeds")
    void theSameSeedGivesTheSameAnswer(Tuning tuning, long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 6, 24);

        assertThat(Searches.answer(instance, tuning, seed, 50_000).at())
                .isEqualTo(Searches.answer(instance, tuning, seed, 50_000).at());
    }

    private static long optimum(RoadefInstance instance, int[] at, int item) {
        if (item == at.length) {
            RoadefVerdict verdict = RoadefJudge.judge(instance, at);
            return verdict.isFeasible() ? verdict.cost() : Long.MAX_VALUE;
        }
        long best = Long.MAX_VALUE;
        for (int machine = 0; machine < instance.model().machines().count(); machine++) {
            at[item] = machine;
            best = Math.min(best, optimum(instance, at, item + 1));
        }
        return best;
    }
}
