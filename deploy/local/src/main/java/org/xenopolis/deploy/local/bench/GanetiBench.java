package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** hbal's own clusters and score, judged by hbal, with no more moves than it makes; median of three seeds. */
final class GanetiBench {
    private static final int SEEDS = 3;
    /** Nodes of the cluster whose guests have two copies of their disks. */
    private static final int MIRRORED = 20;

    private static final int FLAT = 1_000;

    private final SharedFiles shared;
    private final Path work;
    private final Effort effort;

    GanetiBench(SharedFiles shared, Path work, Effort effort) {
        this.shared = shared;
        this.work = work;
        this.effort = effort;
    }

    private record Planned(double score, double moves, double cpuSeconds, double seconds) {}

    List<Figure> run() throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (int nodes : effort.slow() ? List.of(20, 40, 60) : List.of(20, 40)) {
            figures.addAll(besideHbal(nodes + " nodes: ", cluster(nodes)));
        }
        for (int seed = 1; seed <= 2; seed++) {
            String on = "%d nodes, mirrored, cluster %d: ".formatted(MIRRORED, seed);
            figures.addAll(besideHbal(on, made(MIRRORED, seed, "drbd")));
        }
        figures.addAll(flat());
        return figures;
    }

    private List<Figure> flat() throws IOException {
        Path cluster = cluster(FLAT);
        Planned flat = planned(cluster, Integer.MAX_VALUE, effort.slow());
        String score = "flat, 1,000 nodes: score";
        int groups = effort.hbalGroups();
        return List.of(
                Figure.atMost(PlannerBench.NAME, "flat, 1,000 nodes: time", flat.seconds(), "s", 10),
                groups == 0
                        ? Figure.plain(PlannerBench.NAME, score, flat.score(), "")
                        : Figure.against(
                                PlannerBench.NAME,
                                score,
                                flat.score(),
                                "",
                                "hbal on ten groups, at least",
                                new HbalGroups(cluster, FLAT, work).scoreAtLeast(groups),
                                1),
                Figure.plain(PlannerBench.NAME, "flat, 1,000 nodes: moves", flat.moves(), ""));
    }

    /** The path without its ending: .txt is the cluster, .dynu its load. */
    private Path cluster(int nodes) {
        if (nodes == 20 || nodes == 60) {
            return shared.data("ganeti/c" + nodes);
        }
        return made(nodes, 1, "rbd");
    }

    private Path made(int nodes, int seed, String disks) {
        Path made = work.resolve(disks + nodes + "-" + seed);
        PlanRun.of(List.of(
                "python3", shared.tool("ganeti_gen.py").toString(), "" + nodes, "" + seed, disks, made.toString()));
        return made;
    }

    private List<Figure> besideHbal(String on, Path cluster) {
        PlanRun hbal = PlanRun.shell("hbal -t " + cluster + ".txt -U " + cluster + ".dynu");
        double score = hbal.number("Cluster score improved from [0-9.]+ to");
        double moves = hbal.number("Solution length=");
        Planned ours = planned(cluster, (int) moves, true);
        return List.of(
                Figure.against(PlannerBench.NAME, on + "score", ours.score(), "", "hbal", score, 1),
                Figure.against(PlannerBench.NAME, on + "moves", ours.moves(), "", "hbal", moves, 1),
                Figure.against(
                        PlannerBench.NAME, on + "CPU", ours.cpuSeconds(), "s", "hbal", hbal.shellCpuSeconds(), 0.01));
    }

    /**
     * @param judged by hbal, which takes minutes to read a thousand nodes; else the score is the planner's own
     */
    private Planned planned(Path cluster, int movesMax, boolean judged) {
        List<Double> scores = new ArrayList<>();
        List<Double> moves = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        String moved = work.resolve("moved.txt").toString();
        for (int seed = 1; seed <= SEEDS; seed++) {
            long start = System.nanoTime();
            PlanRun plan = PlanRun.shell("%s plan --ganeti %s.txt --load %s.dynu --max-moves %d --seed %d --out %s"
                    .formatted(PlanRun.XENO, cluster, cluster, movesMax, seed, moved));
            seconds.add((System.nanoTime() - start) / 1e9);
            moves.add(plan.number("score [0-9.]+ -> [0-9.]+ in"));
            cpu.add(plan.shellCpuSeconds());
            scores.add(judged ? hbalScore(moved, cluster) : plan.number("score [0-9.]+ ->"));
        }
        return new Planned(
                Samples.of(scores).median(),
                Samples.of(moves).median(),
                Samples.of(cpu).median(),
                Samples.of(seconds).median());
    }

    private static double hbalScore(String moved, Path cluster) {
        return PlanRun.shell("hbal -t " + moved + " -U " + cluster + ".dynu -l 0 -v -v 2>/dev/null")
                .number("Initial coefficients: overall");
    }
}
