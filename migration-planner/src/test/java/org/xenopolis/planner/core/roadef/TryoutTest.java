package org.xenopolis.planner.core.roadef;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.search.Answer;
import org.xenopolis.planner.core.search.Progress;
import org.xenopolis.planner.core.search.Tryout;
import org.xenopolis.planner.core.search.Tuning;

class TryoutTest {
    private static final long MOVES = 400_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachKindIsTriedAndTheAnswerIsTheBestOfAll(long seed) {
        List<Tuning> begun = new ArrayList<>();

        run(seed, Tuning.KINDS, begun);

        int kinds = Tuning.KINDS.size();
        assertThat(begun).hasSizeGreaterThan(kinds).startsWith(Tuning.KINDS.toArray(Tuning[]::new));
        // In several heats or in one go, the rest is for one kind.
        assertThat(Set.copyOf(begun.subList(kinds, begun.size()))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void severalBeginWhereChanceDecidesAndTheSameSeedGivesTheSameAnswer(long seed) {
        List<Tuning> begun = new ArrayList<>();

        Answer answer = run(seed, List.of(Tuning.TIGHT), begun);

        assertThat(begun).hasSize(4);
        assertThat(run(seed, List.of(Tuning.TIGHT), begun).at()).isEqualTo(answer.at());
    }

    private static Answer run(long seed, List<Tuning> tunings, List<Tuning> begun) {
        RoadefInstance instance = RandomInstance.of(seed, 6, 24);
        Answer answer = new Tryout(
                        tuning -> {
                            begun.add(tuning);
                            return Searches.begin(instance, tuning, seed);
                        },
                        Progress.moves(MOVES))
                .run(tunings, 0.08);
        assertThat(answer.tried()).isBetween(MOVES, MOVES + 50_000);
        RoadefVerdict verdict = RoadefJudge.judge(instance, answer.at());
        assertThat(verdict.isFeasible()).isTrue();
        assertThat((double) verdict.cost()).isEqualTo(answer.cost());
        return answer;
    }
}
