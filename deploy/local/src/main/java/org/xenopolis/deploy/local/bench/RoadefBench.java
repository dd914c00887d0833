package org.xenopolis.deploy.local.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.xenopolis.deploy.local.stack.StackException;

/**
 * Machine reassignment: the gap to the best known cost on one thread; after 60 s, median of three seeds, or to be quick one
 * run of some, of 15 s where the instance is large.
 */
final class RoadefBench {
    private static final double SECONDS = 60;
    private static final int SEEDS = 3;
    private static final double QUICK_SECONDS = 15;

    /** Best known, of the challenge's final (300 s); a2_1's is so near to nothing that its gap is not a percentage. */
    private static final Map<String, Double> LARGE =
            new TreeMap<>(Map.of("B/b_01", 3_339_186_879.0, "B/b_03", 156_835_787.0, "B/b_05", 923_092_380.0));

    private static final Map<String, Double> SMALL = new TreeMap<>(Map.of(
            "A/a1_1", 44_306_501.0,
            "A/a1_2", 777_531_842.0,
            "A/a1_3", 583_005_719.0,
            "A/a1_4", 262_086_758.0,
            "A/a1_5", 727_578_310.0,
            "A/a2_1", 329.0,
            "A/a2_2", 746_097_632.0,
            "A/a2_3", 1_210_644_572.0,
            "A/a2_4", 1_680_615_349.0,
            "A/a2_5", 318_358_949.0));

    private static final Set<String> QUICK = Set.of("A/a1_4", "A/a2_2", "A/a2_4");

    private final SharedFiles shared;
    private final Path work;
    private final boolean slow;

    RoadefBench(SharedFiles shared, Path work, boolean slow) {
        this.shared = shared;
        this.work = work;
        this.slow = slow;
    }

    List<Figure> run() {
        shared.unpackRoadef(work);
        List<Figure> figures = new ArrayList<>();
        double secondsOfLarge = slow ? SECONDS : QUICK_SECONDS;
        String how = how(secondsOfLarge);
        double sum = 0;
        for (Map.Entry<String, Double> instance : LARGE.entrySet()) {
            double gap = gap(instance.getKey(), instance.getValue(), secondsOfLarge);
            sum += gap;
            figures.add(Figure.plain(PlannerBench.NAME, "gap of " + instance.getKey() + how, gap, "%"));
        }
        figures.add(Figure.atMost(PlannerBench.NAME, "mean gap, B1 B3 B5" + how, sum / LARGE.size(), "%", 3));
        for (Map.Entry<String, Double> instance : SMALL.entrySet()) {
            if (slow || QUICK.contains(instance.getKey())) {
                double gap = gap(instance.getKey(), instance.getValue(), SECONDS);
                figures.add(
                        Figure.atMost(PlannerBench.NAME, "gap of " + instance.getKey() + how(SECONDS), gap, "%", 0.5));
            }
        }
        return figures;
    }

    private String how(double seconds) {
        return (slow ? ", %.0f s" : ", one run of %.0f s").formatted(seconds);
    }

    private double gap(String instance, double bestKnown, double seconds) {
        List<Double> costs = new ArrayList<>();
        for (int seed = 1; seed <= (slow ? SEEDS : 1); seed++) {
            costs.add(cost(instance, seconds, seed));
        }
        return 100 * (Samples.of(costs).median() / bestKnown - 1);
    }

    private double cost(String instance, double seconds, int seed) {
        String folder = instance.substring(0, 2);
        String name = instance.substring(2);
        String model = work.resolve(folder + "model_" + name + ".txt").toString();
        String initial = work.resolve(folder + "assignment_" + name + ".txt").toString();
        String answer = work.resolve("answer.txt").toString();
        PlanRun.plan(
                List.of("--roadef", model, initial, "--seconds", "" + seconds, "--seed", "" + seed, "--out", answer));
        PlanRun judged =
                PlanRun.of(List.of("python3", shared.tool("roadef_check.py").toString(), model, initial, answer));
        if (!judged.text().contains("feasible=True")) {
            throw new StackException("the answer to " + instance + " is not feasible: " + judged.text());
        }
        return judged.number("TOTAL=");
    }
}
