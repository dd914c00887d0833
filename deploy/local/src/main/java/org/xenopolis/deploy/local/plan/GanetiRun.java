package org.xenopolis.deploy.local.plan;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xenopolis.planner.core.ganeti.GanetiCluster;
import org.xenopolis.planner.core.ganeti.GanetiTask;
import org.xenopolis.planner.core.ganeti.GanetiText;

/** Balances a Ganeti cluster that is in files; deploy/native-plan does the same for small ones. */
record GanetiRun(
        Path cluster, @Nullable Path load, @Nullable String group, int movesMax, int effort, long seed, Path out) {
    void run(PrintStream to) {
        GanetiCluster read = GanetiText.parse(
                cluster.toString(),
                PlanFiles.read(cluster),
                String.valueOf(load),
                load == null ? "" : PlanFiles.read(load));
        GanetiTask.Outcome outcome = new GanetiTask(read, group, movesMax, effort, seed).run();
        PlanFiles.write(out, outcome.moved());
        outcome.said().forEach(to::println);
        to.printf(Locale.ROOT, "CPU %.3f s%n", PlanFiles.cpuSeconds());
    }
}
