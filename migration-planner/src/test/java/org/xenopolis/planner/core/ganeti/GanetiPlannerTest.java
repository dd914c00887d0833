package org.xenopolis.planner.core.ganeti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GanetiPlannerTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @Test
    void guestsLeaveOfflineNodesAndThoseThatMustStayDo() throws Exception {
        GanetiCluster cluster = Clusters.read("shared", "shared");

        GanetiPlan plan = new GanetiPlanner(cluster).plan(10, 1, 50_000);

        assertThat(on(cluster, plan, "old")).isNotEqualTo("delta");
        assertThat(on(cluster, plan, "here")).isEqualTo("gamma");
        assertThat(on(cluster, plan, "pinned")).isEqualTo("alpha");
        assertThat(on(cluster, plan, "web-1")).isNotEqualTo(on(cluster, plan, "web-2"));
        assertThat(plan.after()).isLessThan(plan.before() - 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStepKeepsTheRulesAndTheLimitAndTheScoreIsTheJudges(long seed) throws Exception {
        GanetiCluster cluster = Clusters.random(seed, 6, 40);
        int movesMax = 3 + (int) (seed % 20);

        GanetiPlan plan = new GanetiPlanner(cluster).plan(movesMax, seed, 60_000);

        assertThat(plan.steps()).hasSizeLessThanOrEqualTo(movesMax);
        List<Pair> at = new ArrayList<>(cluster.pairs());
        for (GanetiStep step : plan.steps()) {
            assertThat(at.get(step.guest())).isEqualTo(step.from());
            at.set(step.guest(), step.to());
            assertThat(breaks(cluster, at, step.guest())).isEmpty();
        }
        assertThat(at).isEqualTo(plan.pairs());
        assertThat(plan.after()).isLessThanOrEqualTo(plan.before());
        GanetiCluster written =
                GanetiText.parse("written", GanetiText.write(cluster, at), "load", Clusters.load(seed, 40));
        assertThat(GanetiScore.of(written, written.pairs())).isCloseTo(plan.after(), within(1e-9));
    }

    @Test
    void withoutMovesNothingMoves() throws Exception {
        GanetiCluster cluster = Clusters.random(7, 6, 40);

        GanetiPlan plan = new GanetiPlanner(cluster).plan(0, 1, 20_000);

        assertThat(plan.steps()).isEmpty();
        assertThat(GanetiText.write(cluster, plan.pairs())).isEqualTo(String.join("\n", cluster.lines()));
    }

    @Test
    void badInputIsNamedByItsLine() throws Exception {
        String text = Clusters.text("shared.txt");
        assertThatThrownBy(() -> parse(text.replace("db-1|4096|", "db-1|much|"), ""))
                .isInstanceOf(GanetiException.class)
                .hasMessage("file, line 10: memory is not a number: 'much'");
        assertThatThrownBy(() -> parse(text.replace("|Y|delta||", "|Y|epsilon||"), ""))
                .hasMessage("file, line 12: no node named 'epsilon'");
        assertThatThrownBy(() -> parse(text.replace("htools:iextags:role", "htools:nlocation:rack"), ""))
                .hasMessage("file, line 16: cannot plan with tags of htools:nlocation: yet");
        assertThatThrownBy(() -> parse(text, "web-1 1 2\n")).hasMessage("load, line 1: a load has 3 fields, needs 5");
        assertThatThrownBy(() -> parse(text, "web-1 1 2 3 -4\n"))
                .hasMessage("load, line 1: network load is not an amount: '-4'");
    }

    /** What is wrong with the node of a guest that just came, by hbal's rules. */
    private static Set<String> breaks(GanetiCluster cluster, List<Pair> at, int moved) {
        int node = at.get(moved).primary();
        Set<String> broken = new HashSet<>();
        GanetiNode on = cluster.nodes().get(node);
        long memory = on.nodeMemory();
        long vcpus = on.nodeCpus();
        Set<String> tags = Set.copyOf(cluster.exclusionTags(moved));
        for (int guest = 0; guest < at.size(); guest++) {
            if (at.get(guest).primary() == node) {
                memory += cluster.guests().get(guest).memory();
                vcpus += cluster.guests().get(guest).vcpus();
                if (guest != moved && cluster.exclusionTags(guest).stream().anyMatch(tags::contains)) {
                    broken.add("tag");
                }
            }
        }
        if (on.offline()) {
            broken.add("offline");
        }
        if (memory >= on.totalMemory()) {
            broken.add("memory");
        }
        if (vcpus > cluster.vcpuRatio()[on.group()] * on.cpus()) {
            broken.add("vcpus");
        }
        return broken;
    }

    private static String on(GanetiCluster cluster, GanetiPlan plan, String name) {
        for (int guest = 0; guest < plan.pairs().size(); guest++) {
            if (cluster.guests().get(guest).name().equals(name)) {
                return cluster.nodes().get(plan.pairs().get(guest).primary()).name();
            }
        }
        throw new AssertionError(name);
    }

    private static GanetiCluster parse(String text, String load) {
        return GanetiText.parse("file", text, "load", load);
    }
}
