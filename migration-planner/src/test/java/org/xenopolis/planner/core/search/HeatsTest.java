package org.xenopolis.planner.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.roadef.RandomInstance;
import org.xenopolis.planner.core.roadef.RoadefInstance;
import org.xenopolis.planner.core.roadef.Searches;

class HeatsTest {
    private static final long MOVES = 400_000;

    private final List<Search> searches = new ArrayList<>();
    /** Of all searches, at the start of each turn but the first. */
    private final List<double[]> standings = new ArrayList<>();

    private long asked = -1;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thoseThatStandBestGoOnAndTheBestAnswerOfAllIsGiven(long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 10, 60);

        Answer answer = new Heats(this::progress, 0).run(number -> {
            Search search = Searches.begin(instance, Tuning.TIGHT, seed).vary(number);
            searches.add(search);
            return search;
        });

        assertThat(standings).hasSize(4 + 2 + 1 - 1);
        List<Integer> byTime = IntStream.range(0, searches.size())
                .boxed()
                .sorted(Comparator.comparingLong(
                        (Integer number) -> -searches.get(number).answer().tried()))
                .toList();
        double[] afterFour = standings.get(3);
        assertThat(Math.max(afterFour[byTime.get(0)], afterFour[byTime.get(1)]))
                .isLessThanOrEqualTo(Math.min(afterFour[byTime.get(2)], afterFour[byTime.get(3)]));
        double[] afterTwo = standings.getLast();
        assertThat(afterTwo[byTime.get(0)]).isLessThanOrEqualTo(afterTwo[byTime.get(1)]);
        assertThat(answer.cost())
                .isEqualTo(searches.stream()
                        .mapToDouble(search -> search.answer().cost())
                        .min()
                        .orElseThrow());
    }

    /** Asked twice at the same place, one turn has ended and the next begins. */
    private double progress(long tried) {
        if (tried == asked) {
            standings.add(searches.stream().mapToDouble(Search::standing).toArray());
        }
        asked = tried;
        return (double) tried / MOVES;
    }
}
