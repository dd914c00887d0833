package org.xenopolis.deploy.local.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.Cargo;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;

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
        return new PreCopyVerdict(all, all.size() / 2).figures(PlannerBench.NAME, "simulated");
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
                .filter(line -> line.matches("[0-9]+( [0-9]+){7}"))
                .map(line -> observed(line.split(" ")))
                .toList();
    }

    private static Observed observed(String[] fields) {
        long[] numbers = Arrays.stream(fields).mapToLong(Long::parseLong).toArray();
        return new Observed(
                new Cargo(
                        new MemorySize(numbers[0]),
                        new ByteRate(numbers[1]),
                        new DiskSize(numbers[3]),
                        OptionalLong.of(numbers[4])),
                new ByteRate(numbers[2]),
                numbers[5],
                Duration.ofNanos(numbers[6]),
                Duration.ofNanos(numbers[7]));
    }
}
