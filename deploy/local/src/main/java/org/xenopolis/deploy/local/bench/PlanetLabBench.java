package org.xenopolis.deploy.local.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xenopolis.deploy.local.bench.planetlab.DayResult;
import org.xenopolis.deploy.local.bench.planetlab.Days;

/**
 * Five days of 800 hosts in one simulator: the published policies, held against the results that CloudSim gave for them,
 * and ours beside local regression with minimum migration time. Sums and means are over the days.
 */
final class PlanetLabBench {
    private static final List<String> DAYS = List.of("20110303", "20110306", "20110325", "20110409", "20110411");
    private static final String PEER = "LR-MMT";
    private static final Pattern GIVEN = Pattern.compile(
            "== (\\d{8}) (thr|iqr|mad|lr) mmt .*\\R.*Energy consumption: ([0-9.]+) kWh\\R.*migrations: (\\d+)");

    private final SharedFiles shared;
    private final Path work;

    PlanetLabBench(SharedFiles shared, Path work) {
        this.shared = shared;
        this.work = work;
    }

    List<Figure> run() {
        DAYS.forEach(this::unpack);
        List<Figure> figures = new ArrayList<>(besideCloudSim());
        List<DayResult> ours =
                DAYS.stream().map(day -> Days.ours(work.resolve(day))).toList();
        List<DayResult> theirs = DAYS.stream()
                .map(day -> Days.published(work.resolve(day), "LR"))
                .toList();
        figures.add(against("PlanetLab, 5 days: energy", "kWh", ours, theirs, DayResult::kwh, 1, 1));
        figures.add(against("PlanetLab, 5 days: migrations", "", ours, theirs, DayResult::moves, 1, 0.1));
        double perDay = 1.0 / DAYS.size();
        figures.add(against(
                "PlanetLab: SLA violation, SLATAH x PDM",
                "ppm",
                ours,
                theirs,
                DayResult::violation,
                1e6 * perDay,
                0.5));
        figures.add(against("PlanetLab: demand not served", "%", ours, theirs, DayResult::unserved, 100 * perDay, 0.5));
        return figures;
    }

    private static Figure against(
            String name,
            String unit,
            List<DayResult> ours,
            List<DayResult> theirs,
            ToDoubleFunction<DayResult> figure,
            double scale,
            double ratioMax) {
        double value = scale * ours.stream().mapToDouble(figure).sum();
        double peer = scale * theirs.stream().mapToDouble(figure).sum();
        return Figure.against(PlannerBench.NAME, name, value, unit, PEER, peer, ratioMax);
    }

    /** How far our simulator is from CloudSim 3.0.3, over all the results that are given with their day. */
    private List<Figure> besideCloudSim() {
        List<Double> energy = new ArrayList<>();
        List<Double> moves = new ArrayList<>();
        Matcher given = GIVEN.matcher(shared.read("planetlab/planetlab-cloudsim303-results.txt"));
        while (given.find()) {
            DayResult result =
                    Days.published(work.resolve(given.group(1)), given.group(2).toUpperCase(Locale.ROOT));
            energy.add(percentOff(result.kwh(), Double.parseDouble(given.group(3))));
            moves.add(percentOff(result.moves(), Double.parseDouble(given.group(4))));
        }
        return List.of(
                Figure.atMost(
                        PlannerBench.NAME,
                        "CloudSim's energy: farthest of " + energy.size() + " runs",
                        Samples.of(energy).percentile(1),
                        "% off",
                        3),
                Figure.atMost(
                        PlannerBench.NAME,
                        "CloudSim's migrations: median",
                        Samples.of(moves).median(),
                        "% off",
                        3),
                Figure.atMost(
                        PlannerBench.NAME,
                        "CloudSim's migrations: farthest",
                        Samples.of(moves).percentile(1),
                        "% off",
                        3));
    }

    private static double percentOff(double value, double given) {
        return 100 * Math.abs(value / given - 1);
    }

    private void unpack(String day) {
        Path folder = work.resolve(day);
        PlanRun.shell(
                "mkdir -p " + folder + " && tar xzf " + shared.data("planetlab/" + day + ".tar.gz") + " -C " + folder);
    }
}
