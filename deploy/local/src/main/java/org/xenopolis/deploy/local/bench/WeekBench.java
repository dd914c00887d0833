package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.xenopolis.planner.rehearsal.WeekOfLoad;
import org.xenopolis.planner.rehearsal.WeekReplay;

/**
 * A week of 480 guests on 40 hosts under the autopilot's rules, with PlanetLab's loads: five recorded days, then the first
 * two again. Each guest follows one machine's trace a day, times 1.5 of four vCPUs, so that hosts are a little over half
 * busy and some too hot.
 */
final class WeekBench {
    private static final List<String> DAYS =
            List.of("20110303", "20110306", "20110325", "20110409", "20110411", "20110303", "20110306");
    private static final int HOSTS = 40;
    private static final int GUESTS = 480;
    private static final int SAMPLES_A_DAY = 288;
    private static final double CORES_AT_ALL = 6;
    private static final double CORES_MAX = 4;
    private static final double SECONDS_MAX = 60;

    private final SharedFiles shared;
    private final Path work;

    WeekBench(SharedFiles shared, Path work) {
        this.shared = shared;
        this.work = work;
    }

    List<Figure> run() {
        DAYS.stream().distinct().forEach(this::unpack);
        WeekOfLoad load = load();
        long start = System.nanoTime();
        WeekReplay.Outcome with = WeekReplay.of(load, true);
        double seconds = (System.nanoTime() - start) / 1e9;
        WeekReplay.Outcome without = WeekReplay.of(load, false);
        return List.of(
                Figure.atMost(
                        PlannerBench.NAME,
                        "A week replayed: moves undone within a day",
                        with.moves() == 0 ? 0 : 100.0 * with.undone() / with.moves(),
                        "% of moves",
                        1),
                Figure.plain(PlannerBench.NAME, "A week replayed: moves", with.moves(), ""),
                Figure.plain(PlannerBench.NAME, "A week replayed: moves a guest and day", with.movesPerGuestDay(), ""),
                Figure.against(
                        PlannerBench.NAME,
                        "A week replayed: minutes of hot hosts",
                        with.hotMinutes(),
                        "min",
                        "no planner",
                        without.hotMinutes(),
                        0.5),
                Figure.atMost(PlannerBench.NAME, "A week replayed: time", seconds, "s", SECONDS_MAX));
    }

    private WeekOfLoad load() {
        double[][] cores = new double[GUESTS][DAYS.size() * SAMPLES_A_DAY + 1];
        for (int day = 0; day < DAYS.size(); day++) {
            List<Path> traces = traces(DAYS.get(day));
            for (int guest = 0; guest < GUESTS; guest++) {
                fill(cores[guest], day * SAMPLES_A_DAY, traces.get(guest % traces.size()));
            }
        }
        for (double[] guest : cores) {
            guest[guest.length - 1] = guest[guest.length - 2];
        }
        return new WeekOfLoad(new ArrayList<>(List.of(cores)), HOSTS);
    }

    private static void fill(double[] cores, int from, Path trace) {
        try {
            List<String> lines = Files.readAllLines(trace);
            for (int sample = 0; sample < SAMPLES_A_DAY; sample++) {
                double share = Integer.parseInt(lines.get(sample).strip()) / 100.0;
                cores[from + sample] = Math.min(CORES_MAX, CORES_AT_ALL * share);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> traces(String day) {
        try (Stream<Path> files = Files.walk(work.resolve(day))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unpack(String day) {
        Path folder = work.resolve(day);
        PlanRun.shell(
                "mkdir -p " + folder + " && tar xzf " + shared.data("planetlab/" + day + ".tar.gz") + " -C " + folder);
    }
}
