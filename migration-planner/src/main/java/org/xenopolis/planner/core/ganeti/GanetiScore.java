package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The score hbal gives a cluster, computed from nothing; lower is better. Shares no code with the search. */
public final class GanetiScore {
    private static final double OFFLINE_GUEST = 4;
    private static final double OFFLINE_PRIMARY = 16;
    private static final double TAG_CONFLICT = 2;
    private static final double RESERVED_TOTAL = 0.25;

    private final GanetiCluster cluster;
    private final List<Pair> pairs;

    private GanetiScore(GanetiCluster cluster, List<Pair> pairs) {
        this.cluster = cluster;
        this.pairs = pairs;
    }

    /** The score with each guest where the list says. */
    public static double of(GanetiCluster cluster, List<Pair> pairs) {
        return new GanetiScore(cluster, pairs).score();
    }

    private double score() {
        NodeFigures[] all = NodeFigures.all(cluster, pairs);
        List<double[]> figures = new ArrayList<>();
        double score = tagConflicts();
        for (int node = 0; node < cluster.nodes().size(); node++) {
            NodeFigures of = all[node];
            if (cluster.nodes().get(node).offline()) {
                score +=
                        OFFLINE_GUEST * (of.primaryCount() + of.secondaryCount()) + OFFLINE_PRIMARY * of.primaryCount();
            } else {
                figures.add(of.deviating());
                score += of.failsAlone() ? of.primaryCount() + of.secondaryCount() : 0;
                score += RESERVED_TOTAL * of.reserved();
            }
        }
        for (int i = 0; i < NodeFigures.WEIGHTS.length && !figures.isEmpty(); i++) {
            score += NodeFigures.WEIGHTS[i] * deviation(figures, i);
        }
        return score;
    }

    private double tagConflicts() {
        Map<String, Integer> counts = new HashMap<>();
        double conflicts = 0;
        for (int guest = 0; guest < pairs.size(); guest++) {
            int node = pairs.get(guest).primary();
            for (String tag : cluster.exclusionTags(guest)) {
                int there = counts.merge(node + " " + tag, 1, Integer::sum);
                conflicts += there > 1 && !cluster.nodes().get(node).offline() ? 1 : 0;
            }
        }
        return TAG_CONFLICT * conflicts;
    }

    private static double deviation(List<double[]> figures, int index) {
        double mean = 0;
        for (double[] of : figures) {
            mean += of[index] / figures.size();
        }
        double squares = 0;
        for (double[] of : figures) {
            squares += (of[index] - mean) * (of[index] - mean);
        }
        return Math.sqrt(squares / figures.size());
    }
}
