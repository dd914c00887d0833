package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cluster to balance, and how: what {@code ./xeno plan --ganeti} does between reading its files and writing one. The
 * effort is in moves looked at, not in seconds: the same seed gives the same plan.
 *
 * @param group which to plan; none for the only one
 * @param effort moves looked at for each place that a guest has; 0 for what is usual
 */
public record GanetiTask(GanetiCluster cluster, @Nullable String group, int movesMax, int effort, long seed) {
    /**
     * @param moved the cluster's text, with every guest where it should be
     * @param said the steps and the score, a line each
     */
    public record Outcome(String moved, List<String> said) {}

    /** A {@link GanetiException} where the cluster cannot be planned. */
    public Outcome run() {
        List<String> said = new ArrayList<>();
        GanetiPlan plan = plan(said);
        for (GanetiStep step : plan.steps()) {
            said.add(cluster.guests().get(step.guest()).name() + " " + name(step.from()) + " => " + name(step.to())
                    + " " + step.kind());
        }
        said.add(String.format(
                Locale.ROOT,
                "score %.8f -> %.8f in %d moves",
                plan.before(),
                plan.after(),
                plan.steps().size()));
        return new Outcome(GanetiText.write(cluster, plan.pairs()), said);
    }

    private GanetiPlan plan(List<String> said) {
        if (group == null) {
            return plan(cluster, said);
        }
        GanetiGroup one = GanetiGroup.of(cluster, group);
        return one.widen(plan(one.part(), said));
    }

    private GanetiPlan plan(GanetiCluster of, List<String> said) {
        GanetiPlanner planner = new GanetiPlanner(of);
        int fixed = of.guests().size() - planner.movable();
        if (fixed > 0) {
            said.add(fixed + " instances stay: local disks, no automatic balancing, or not there yet");
        }
        int places = planner.places();
        return planner.plan(movesMax, seed, effort > 0 ? GanetiEffort.of(effort, places) : GanetiEffort.usual(places));
    }

    private String name(Pair pair) {
        String primary = cluster.nodes().get(pair.primary()).name();
        return pair.secondary() < 0
                ? primary
                : primary + ":" + cluster.nodes().get(pair.secondary()).name();
    }
}
