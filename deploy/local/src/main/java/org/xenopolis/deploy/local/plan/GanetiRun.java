package org.xenopolis.deploy.local.plan;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xenopolis.planner.core.ganeti.GanetiCluster;
import org.xenopolis.planner.core.ganeti.GanetiPlan;
import org.xenopolis.planner.core.ganeti.GanetiPlanner;
import org.xenopolis.planner.core.ganeti.GanetiText;
import org.xenopolis.planner.core.schedule.Shift;

/** Balances a Ganeti cluster. The effort is in moves looked at, not in seconds: the same seed gives the same plan. */
record GanetiRun(Path cluster, @Nullable Path load, int movesMax, int effort, long seed, Path out) {
    static final int EFFORT = 4_000;

    /** About six seconds; what a larger cluster gets in all. */
    private static final long TRIES_MAX = 12_000_000;

    void run(PrintStream to) {
        GanetiCluster read = GanetiText.parse(
                cluster.toString(),
                PlanFiles.read(cluster),
                String.valueOf(load),
                load == null ? "" : PlanFiles.read(load));
        GanetiPlanner planner = new GanetiPlanner(read);
        long tries = Math.min(TRIES_MAX, (long) effort * planner.movable());
        GanetiPlan plan = planner.plan(movesMax, seed, tries);
        PlanFiles.write(out, GanetiText.write(read, plan.primaries()));
        for (Shift step : plan.steps()) {
            to.printf(
                    "%s %s => %s%n",
                    read.guests().get(step.item()).name(),
                    read.nodes().get(step.from()).name(),
                    read.nodes().get(step.to()).name());
        }
        int fixed = read.guests().size() - planner.movable();
        if (fixed > 0) {
            to.printf("%d instances stay: local or mirrored disks, no automatic balancing, or not there yet%n", fixed);
        }
        to.printf(
                "score %.8f -> %.8f in %d moves%n",
                plan.before(), plan.after(), plan.steps().size());
        to.printf("CPU %.2f s%n", PlanFiles.cpuSeconds());
    }
}
