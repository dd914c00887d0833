package org.xenopolis.planner.core.ganeti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans for mirrored guests, each step looked at from nothing: memory, disk, and what every node has to take over. */
class MirroredPlanTest {
    private static final int NODES = 7;
    private static final int GUESTS = 40;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStepIsOneOfHbalsAndKeepsRoomForFailures(long seed) {
        GanetiCluster cluster = Clusters.mirrored(seed, NODES, GUESTS);
        int movesMax = 3 + (int) (seed % 20);

        GanetiPlan plan = new GanetiPlanner(cluster).plan(movesMax, seed, 60_000);

        assertThat(plan.steps()).hasSizeLessThanOrEqualTo(movesMax);
        List<Pair> at = new ArrayList<>(cluster.pairs());
        for (GanetiStep step : plan.steps()) {
            assertThat(at.get(step.guest())).isEqualTo(step.from());
            assertThat(step.from().stepsTo(step.to().primary(), step.to().secondary()))
                    .isEqualTo(1);
            Set<String> before = new TreeSet<>(broken(cluster, at));
            assertThat(before).as("in between").containsAll(brokenInBetween(cluster, at, step));
            at.set(step.guest(), step.to());
            assertThat(before).containsAll(broken(cluster, at));
            assertThat(comesWhere(cluster, step))
                    .noneMatch(node -> cluster.nodes().get(node).offline());
        }
        assertThat(at).isEqualTo(plan.pairs());
        assertThat(plan.after()).isLessThan(plan.before());
        GanetiCluster written =
                GanetiText.parse("written", GanetiText.write(cluster, at), "load", Clusters.load(seed, GUESTS));
        assertThat(GanetiScore.of(written, written.pairs())).isCloseTo(plan.after(), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withoutALimitTheScoreFalls(long seed) {
        GanetiCluster cluster = Clusters.mirrored(seed, NODES, GUESTS);

        GanetiPlan plan = new GanetiPlanner(cluster).plan(1_000, seed, 200_000);

        assertThat(plan.after()).isLessThan(0.75 * plan.before());
    }

    @Test
    void movesAreNamedAsHbalNamesThem() {
        assertThat(kind(1, 2, 2, 1)).isEqualTo("f");
        assertThat(kind(1, 2, 1, 3)).isEqualTo("r");
        assertThat(kind(1, 2, 2, 3)).isEqualTo("fr");
        assertThat(kind(1, 2, 3, 1)).isEqualTo("rf");
        assertThat(kind(1, 2, 3, 2)).isEqualTo("frf");
        assertThat(new Pair(1, 2).stepsTo(3, 4)).isEqualTo(2);
        assertThat(new Pair(1, -1).stepsTo(3, -1)).isEqualTo(1);
    }

    private static String kind(int primary, int secondary, int newPrimary, int newSecondary) {
        return new GanetiStep(0, new Pair(primary, secondary), new Pair(newPrimary, newSecondary)).kind();
    }

    private static Set<Integer> comesWhere(GanetiCluster cluster, GanetiStep step) {
        Set<Integer> comes = new HashSet<>(Set.of(step.to().primary(), step.to().secondary()));
        comes.remove(step.from().primary());
        comes.remove(step.from().secondary());
        if (step.to().primary() != step.from().primary()) {
            comes.add(step.to().primary());
        }
        return comes;
    }

    /** While disks are copied to a new primary, the guest runs where its second copy was. */
    private static Set<String> brokenInBetween(GanetiCluster cluster, List<Pair> at, GanetiStep step) {
        if (!step.kind().equals("frf")) {
            return Set.of();
        }
        List<Pair> between = new ArrayList<>(at);
        between.set(step.guest(), new Pair(step.from().secondary(), step.to().primary()));
        Set<String> broken = broken(cluster, between);
        // Of a node that is gone guests are taken in need: then other failures are not provided for until the end.
        if (cluster.nodes().get(step.from().primary()).offline()) {
            broken.removeIf(rule -> rule.startsWith("reserve"));
        }
        return broken;
    }

    /** Nodes that have too little of something. */
    private static Set<String> broken(GanetiCluster cluster, List<Pair> at) {
        Set<String> broken = new HashSet<>();
        int nodes = cluster.nodes().size();
        long[] memory = new long[nodes];
        long[] disk = new long[nodes];
        long[][] reserve = new long[nodes][nodes];
        Set<String> tags = new HashSet<>();
        for (int guest = 0; guest < at.size(); guest++) {
            GanetiGuest of = cluster.guests().get(guest);
            Pair pair = at.get(guest);
            memory[pair.primary()] += of.memory();
            disk[pair.primary()] += of.disk();
            disk[pair.secondary()] += of.disk();
            reserve[pair.secondary()][pair.primary()] += of.memory();
            for (String tag : cluster.exclusionTags(guest)) {
                if (!tags.add(pair.primary() + tag)) {
                    broken.add("tag " + tag + " on " + pair.primary());
                }
            }
            if (pair.primary() == pair.secondary()) {
                broken.add("one node for both copies of " + guest);
            }
        }
        for (int node = 0; node < nodes; node++) {
            GanetiNode on = cluster.nodes().get(node);
            double free = on.totalMemory() - on.nodeMemory() - memory[node];
            for (int other = 0; other < nodes; other++) {
                if (!on.offline() && free <= reserve[node][other]) {
                    broken.add("reserve of " + node);
                }
            }
            if (disk[node] >= on.totalDisk()) {
                broken.add("disk of " + node);
            }
        }
        return broken;
    }
}
