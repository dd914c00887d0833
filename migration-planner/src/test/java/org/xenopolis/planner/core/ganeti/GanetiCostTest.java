package org.xenopolis.planner.core.ganeti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.model.Rules;

/** The search's cost against the judge's, which shares no code with it. */
class GanetiCostTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatAMoveChangesIsWhatTheJudgeSees(long seed) {
        GanetiCluster cluster = Clusters.mirrored(seed, 7, 40);
        NodeFigures[] figures = NodeFigures.all(cluster, cluster.pairs());
        Copies copies = Copies.of(cluster);
        GanetiModel model = new GanetiModel(cluster, copies, figures);
        Placement placement = new Placement(model.model());
        Rules rules = new Rules(placement);
        TagCounts tags = new TagCounts(cluster);
        Reserves reserves = new Reserves(cluster, figures);
        Guard guard = new GanetiGuard(copies, tags, reserves);
        GanetiCost cost = new GanetiCost(
                placement,
                model.deviations(placement),
                new StepLimit(cluster, 5, 0, 0),
                tags,
                reserves,
                copies,
                GanetiModel.offline(cluster.nodes()));
        SplittableRandom random = new SplittableRandom(seed);
        double expected = GanetiScore.of(cluster, cluster.pairs());
        int made = 0;
        for (int draw = 0; draw < 5_000; draw++) {
            int a = random.nextInt(copies.count());
            int b = random.nextBoolean() ? a ^ 1 : random.nextInt(copies.count());
            int to = random.nextInt(7);
            if (random.nextBoolean()) {
                if (placement.at(a) != to && rules.fits(a, to) && rules.admits(a, to) && guard.admits(a, to)) {
                    expected += cost.shift(a, to);
                    go(a, to, cost, guard);
                    placement.move(a, to);
                    made++;
                }
            } else if (placement.at(a) != placement.at(b)
                    && rules.fitsSwap(a, b)
                    && rules.admitsSwap(a, b)
                    && guard.admitsSwap(a, b)) {
                expected += cost.swap(a, b);
                int atA = placement.at(a);
                int atB = placement.at(b);
                cost.move(a, atB);
                cost.move(b, atA);
                guard.move(a, atB);
                guard.move(b, atA);
                placement.swap(a, b);
                made++;
            }
            if (draw % 100 == 0) {
                assertThat(GanetiScore.of(cluster, pairs(copies, placement))).isCloseTo(expected, within(1e-7));
            }
        }
        assertThat(made).isGreaterThan(20);
    }

    private static void go(int item, int to, GanetiCost cost, Guard guard) {
        cost.move(item, to);
        guard.move(item, to);
    }

    private static List<Pair> pairs(Copies copies, Placement placement) {
        List<Pair> pairs = new ArrayList<>();
        for (int item = 0; item < copies.count(); item += 2) {
            pairs.add(new Pair(placement.at(item), placement.at(item + 1)));
        }
        return pairs;
    }
}
