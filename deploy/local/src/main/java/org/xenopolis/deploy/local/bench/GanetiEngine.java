package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xenopolis.deploy.local.plan.GanetiEffort;
import org.xenopolis.planner.core.ganeti.GanetiCluster;
import org.xenopolis.planner.core.ganeti.GanetiPlan;
import org.xenopolis.planner.core.ganeti.GanetiPlanner;
import org.xenopolis.planner.core.ganeti.GanetiText;

/**
 * The plan of {@code ./xeno plan --ganeti} without its command: made as often as it takes to be warm, as in a service that
 * has planned before; CPU of its one thread, reading the files included.
 */
final class GanetiEngine {
    private static final int WARM = 40;
    private static final int TIMED = 11;

    private final Path cluster;
    private final Path load;
    private final int movesMax;

    GanetiEngine(Path cluster, Path load, int movesMax) {
        this.cluster = cluster;
        this.load = load;
        this.movesMax = movesMax;
    }

    /** Median. */
    double cpuSeconds() {
        for (int i = 0; i < WARM; i++) {
            plan(1 + i);
        }
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < TIMED; i++) {
            var threads = ManagementFactory.getThreadMXBean();
            long start = threads.getCurrentThreadCpuTime();
            plan(1 + i);
            seconds.add((threads.getCurrentThreadCpuTime() - start) / 1e9);
        }
        return Samples.of(seconds).median();
    }

    /** By the planner's own reading of the score. */
    GanetiPlan plan(long seed) {
        try {
            GanetiCluster read = GanetiText.parse(
                    cluster.toString(), Files.readString(cluster), load.toString(), Files.readString(load));
            GanetiPlanner planner = new GanetiPlanner(read);
            GanetiPlan plan = planner.plan(movesMax, seed, GanetiEffort.usual(planner));
            GanetiText.write(read, plan.pairs());
            return plan;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
