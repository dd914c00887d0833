package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.deploy.local.bench.drain.DrainFleet;
import org.xenopolis.deploy.local.bench.drain.DrainJudge;
import org.xenopolis.deploy.local.bench.drain.DrainRun;

/**
 * Emptying 50 of 1,000 hosts, 758 guests, beside BtrPlace on the same generated file: CPU from the model in memory to the
 * plan, each run in a cold process of its own with the same flags, median of three.
 */
final class DrainBench {
    private static final int RUNS = 3;
    private static final long SEED = 1;

    private final Peers peers;
    private final Path work;

    DrainBench(Peers peers, Path work) {
        this.peers = peers;
        this.work = work;
    }

    List<Figure> run() throws IOException {
        DrainFleet fleet = DrainFleet.generate(SEED);
        Path file = Files.writeString(work.resolve("drain.txt"), fleet.text());
        Path steps = work.resolve("steps.txt");
        String own = System.getProperty("java.class.path");
        List<PlanRun> ours = runs(() -> java(own, DrainRun.class.getName(), file.toString(), steps.toString()));
        PlanRun last = ours.getLast();
        List<Figure> figures = new ArrayList<>();
        peers.btrPlace().ifPresent(libraries -> {
            String peer = peers.source("btrplace/BtrPlaceDrain.java").toString();
            List<PlanRun> theirs = runs(() -> java(libraries, peer, file.toString()));
            figures.add(Figure.against(
                    PlannerBench.NAME, "drain 50 of 1,000: CPU", cpu(ours), "s", "BtrPlace 1.9.3", cpu(theirs), 0.02));
            figures.add(Figure.beside(
                    PlannerBench.NAME,
                    "drain 50 of 1,000: moves",
                    last.number("moves"),
                    "",
                    "BtrPlace 1.9.3",
                    theirs.getLast().number("moves")));
        });
        figures.add(Figure.against(
                PlannerBench.NAME,
                "drain 50 of 1,000: makespan",
                last.number("makespan"),
                "s",
                "NIC bound",
                last.number("bound"),
                1.05));
        figures.add(Figure.atMost(PlannerBench.NAME, "drain 50 of 1,000: stuck", last.number("stuck"), "guests", 0));
        figures.add(Figure.atMost(PlannerBench.NAME, "drain: rules broken, step by step", broken(fleet, steps), "", 0));
        return figures;
    }

    private static int broken(DrainFleet fleet, Path steps) {
        try {
            return new DrainJudge(fleet)
                    .violations(Files.readAllLines(steps).stream()
                            .map(DrainJudge.StepLine::parse)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<PlanRun> runs(Supplier<PlanRun> run) {
        List<PlanRun> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(run.get());
        }
        return runs;
    }

    private static double cpu(List<PlanRun> runs) {
        return Samples.of(runs.stream().map(run -> run.number("CPU")).toList()).median();
    }

    private static PlanRun java(String classPath, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Jvm.JAVA, "-XX:+UseSerialGC", "-Xmx2g", "-cp", classPath));
        command.addAll(List.of(arguments));
        return PlanRun.of(command);
    }
}
