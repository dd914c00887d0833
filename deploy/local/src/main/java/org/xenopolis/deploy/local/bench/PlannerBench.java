package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The planner's engine on other people's inputs, judged by other people's programs. No stack is needed. Slow rows (the
 * full medians of machine reassignment, which take most of an hour, and hbal on 60 nodes) are left out unless asked
 * for.
 */
final class PlannerBench {
    static final String NAME = "planner";

    private final Path work;
    private final PrintStream out;
    private final Effort effort;

    PlannerBench(Path work, PrintStream out, Effort effort) {
        this.work = work;
        this.out = out;
        this.effort = effort;
    }

    static List<Figure> run(PrintStream out, Effort effort) {
        try {
            return new PlannerBench(Files.createTempDirectory("xeno-planner"), out, effort).figures();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Figure> figures() throws IOException {
        Path root = Path.of(System.getProperty("xeno.root", ".")).toAbsolutePath();
        Peers peers = new Peers(root, work, out);
        List<Figure> figures = new ArrayList<>(new DrainBench(peers, work).run());
        figures.addAll(new PreCopyBench(peers).run());
        Optional<SharedFiles> shared = SharedFiles.find();
        if (shared.isEmpty()) {
            out.println("planner: left out what needs data, there is no ../shared with data and tools");
            return figures;
        }
        figures.addAll(new PlanetLabBench(shared.get(), work).run());
        figures.addAll(new WeekBench(shared.get(), work).run());
        if (isThere("hbal")) {
            figures.addAll(new GanetiBench(shared.get(), work, effort).run());
        } else {
            out.println("planner: left out hbal's clusters, hbal is not installed (Debian: ganeti-htools)");
        }
        figures.addAll(new RoadefBench(shared.get(), work, effort.slow()).run());
        return figures;
    }

    private static boolean isThere(String program) {
        return PlanRun.of(List.of("bash", "-c", "command -v " + program + " || true"))
                .text()
                .contains(program);
    }
}
