package org.xenopolis.deploy.local.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.PreCopyCalibration;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;
import org.xenopolis.planner.core.PreCopyModel;

/**
 * What the planner foretells of migrations, against what the host agent's simulator then does. The model knows the
 * simulator by half of the migrations only, and is judged by the other half; beside it the model before it saw any.
 */
final class PreCopyBench {
    private static final int MIGRATIONS = 160;

    private final Peers peers;

    PreCopyBench(Peers peers) {
        this.peers = peers;
    }

    List<Figure> run() {
        return peers.hostAgent().map(this::measured).orElse(List.of());
    }

    private List<Figure> measured(String classPath) {
        List<Observed> all = migrations(classPath);
        List<Observed> judged = all.subList(all.size() / 2, all.size());
        PreCopyModel taught = PreCopyCalibration.of(all.subList(0, all.size() / 2), PreCopyModel.LIBXL);
        return List.of(
                Figure.atMost(
                        PlannerBench.NAME,
                        "pre-copy, simulated: total time, median",
                        off(
                                judged,
                                taught,
                                PreCopyBench::total,
                                seen -> seen.copy().plus(seen.pause())),
                        "% off",
                        15),
                Figure.atMost(
                        PlannerBench.NAME,
                        "pre-copy, simulated: pause, median",
                        off(judged, taught, MoveCost::pause, Observed::pause),
                        "% off",
                        25),
                Figure.plain(
                        PlannerBench.NAME,
                        "pre-copy, untaught: total time, median",
                        off(
                                judged,
                                PreCopyModel.LIBXL,
                                PreCopyBench::total,
                                seen -> seen.copy().plus(seen.pause())),
                        "% off"),
                Figure.plain(
                        PlannerBench.NAME,
                        "pre-copy, untaught: pause, median",
                        off(judged, PreCopyModel.LIBXL, MoveCost::pause, Observed::pause),
                        "% off"));
    }

    private List<Observed> migrations(String classPath) {
        PlanRun run = PlanRun.of(List.of(
                Jvm.JAVA,
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                peers.source("precopy/SimulatedCopies.java").toString(),
                "" + MIGRATIONS,
                "1"));
        return run.text()
                .lines()
                .filter(line -> line.matches("[0-9]+( [0-9]+){4}"))
                .map(line -> observed(line.split(" ")))
                .toList();
    }

    private static Observed observed(String[] fields) {
        return new Observed(
                new MemorySize(Long.parseLong(fields[0])),
                new ByteRate(Long.parseLong(fields[1])),
                new ByteRate(Long.parseLong(fields[2])),
                Duration.ofNanos(Long.parseLong(fields[3])),
                Duration.ofNanos(Long.parseLong(fields[4])));
    }

    private static Duration total(MoveCost cost) {
        return cost.copy().plus(cost.pause());
    }

    private static double off(
            List<Observed> judged,
            PreCopyModel model,
            Function<MoveCost, Duration> predicted,
            Function<Observed, Duration> seen) {
        return Samples.of(judged.stream()
                        .map(one -> {
                            MoveCost cost = model.cost(one.memory(), one.dirtying(), one.link());
                            double fact = seen.apply(one).toNanos();
                            return 100 * Math.abs(predicted.apply(cost).toNanos() - fact) / fact;
                        })
                        .toList())
                .median();
    }
}
