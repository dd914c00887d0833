package org.xenopolis.deploy.local.bench;

import java.io.PrintStream;
import java.util.List;
import org.xenopolis.planner.rehearsal.Rehearsal;

/** Plans made and carried out against a model of hosts, with failures at any step; each from a seed of its own. */
final class PlansBench {
    static final String NAME = "plans";

    private static final int PLANS = 100_000;
    private static final double FAULTY = 0.08;

    private PlansBench() {}

    static List<Figure> run(PrintStream out) {
        long start = System.nanoTime();
        int broken = 0;
        long moved = 0;
        long faults = 0;
        long events = 0;
        for (long seed = 0; seed < PLANS; seed++) {
            Rehearsal.Outcome outcome = Rehearsal.of(seed, FAULTY);
            moved += outcome.moved();
            faults += outcome.faults();
            events += outcome.events();
            if (!outcome.broken().isEmpty()) {
                broken++;
                out.printf(
                        "plans: seed %d, %s: %s%n",
                        seed, outcome.goal(), outcome.broken().getFirst());
            }
        }
        return List.of(
                Figure.atMost(NAME, "of 100,000 seeded plans: broken invariants", broken, "plans", 0),
                Figure.plain(NAME, "guests moved", moved, ""),
                Figure.plain(NAME, "faults injected", faults, ""),
                Figure.plain(NAME, "events", events, ""),
                Figure.plain(NAME, "time", (System.nanoTime() - start) / 1e9, "s"));
    }
}
