package org.xenopolis.deploy.local.plan;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xenopolis.planner.core.ganeti.GanetiCluster;
import org.xenopolis.planner.core.ganeti.GanetiGroup;
import org.xenopolis.planner.core.ganeti.GanetiPlan;
import org.xenopolis.planner.core.ganeti.GanetiPlanner;
import org.xenopolis.planner.core.ganeti.GanetiStep;
import org.xenopolis.planner.core.ganeti.GanetiText;
import org.xenopolis.planner.core.ganeti.Pair;

/** Balances a Ganeti cluster. The effort is in moves looked at, not in seconds: the same seed gives the same plan. */
record GanetiRun(
        Path cluster, @Nullable Path load, @Nullable String group, int movesMax, int effort, long seed, Path out) {
    void run(PrintStream to) {
        GanetiCluster read = GanetiText.parse(
                cluster.toString(),
                PlanFiles.read(cluster),
                String.valueOf(load),
                load == null ? "" : PlanFiles.read(load));
        GanetiPlan plan = group == null ? plan(read, to) : plan(GanetiGroup.of(read, group), to);
        PlanFiles.write(out, GanetiText.write(read, plan.pairs()));
        for (GanetiStep step : plan.steps()) {
            to.printf(
                    "%s %s => %s %s%n",
                    read.guests().get(step.guest()).name(),
                    name(read, step.from()),
                    name(read, step.to()),
                    step.kind());
        }
        to.printf(
                "score %.8f -> %.8f in %d moves%n",
                plan.before(), plan.after(), plan.steps().size());
        to.printf("CPU %.2f s%n", PlanFiles.cpuSeconds());
    }

    private static String name(GanetiCluster cluster, Pair pair) {
        String primary = cluster.nodes().get(pair.primary()).name();
        return pair.secondary() < 0
                ? primary
                : primary + ":" + cluster.nodes().get(pair.secondary()).name();
    }

    private GanetiPlan plan(GanetiGroup one, PrintStream to) {
        return one.widen(plan(one.part(), to));
    }

    private GanetiPlan plan(GanetiCluster of, PrintStream to) {
        GanetiPlanner planner = new GanetiPlanner(of);
        int fixed = of.guests().size() - planner.movable();
        if (fixed > 0) {
            to.printf("%d instances stay: local disks, no automatic balancing, or not there yet%n", fixed);
        }
        return planner.plan(
                movesMax, seed, effort > 0 ? GanetiEffort.of(planner, effort) : GanetiEffort.usual(planner));
    }
}
