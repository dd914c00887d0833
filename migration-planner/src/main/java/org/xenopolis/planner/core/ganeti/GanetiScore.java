package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The score hbal gives a cluster, computed from nothing; lower is better. Shares no code with the search. */
public final class GanetiScore {
    private static final double OFFLINE_GUEST = 4;
    private static final double OFFLINE_PRIMARY = 16;
    private static final double TAG_CONFLICT = 2;
    private static final double RESERVED_TOTAL = 0.25;

    private final GanetiCluster cluster;
    private final int[] primaries;

    private GanetiScore(GanetiCluster cluster, int[] primaries) {
        this.cluster = cluster;
        this.primaries = primaries;
    }

    /** The score with each guest's primary where the array says; secondaries stay. */
    public static double of(GanetiCluster cluster, int[] primaries) {
        return new GanetiScore(cluster, primaries).score();
    }

    private double score() {
        List<double[]> figures = new ArrayList<>();
        double score = 0;
        for (int node = 0; node < cluster.nodes().size(); node++) {
            NodeFigures of = NodeFigures.of(cluster, primaries, node);
            if (cluster.nodes().get(node).offline()) {
                score +=
                        OFFLINE_GUEST * (of.primaryCount() + of.secondaryCount()) + OFFLINE_PRIMARY * of.primaryCount();
            } else {
                figures.add(of.deviating());
                score += of.failsAlone() ? of.primaryCount() + of.secondaryCount() : 0;
                score += RESERVED_TOTAL * of.reserved();
                score += TAG_CONFLICT * conflicts(node);
            }
        }
        for (int i = 0; i < NodeFigures.WEIGHTS.length && !figures.isEmpty(); i++) {
            score += NodeFigures.WEIGHTS[i] * deviation(figures, i);
        }
        return score;
    }

    private int conflicts(int node) {
        Map<String, Integer> counts = new HashMap<>();
        IntStream.range(0, primaries.length)
                .filter(guest -> primaries[guest] == node)
                .forEach(guest -> cluster.exclusionTags(guest).forEach(tag -> counts.merge(tag, 1, Integer::sum)));
        return counts.values().stream().mapToInt(count -> count - 1).sum();
    }

    private static double deviation(List<double[]> figures, int index) {
        double mean = figures.stream().mapToDouble(of -> of[index]).average().orElseThrow();
        double squares = figures.stream()
                .mapToDouble(of -> (of[index] - mean) * (of[index] - mean))
                .sum();
        return Math.sqrt(squares / figures.size());
    }
}
