package org.xenopolis.deploy.local.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.PreCopyCalibration;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;
import org.xenopolis.planner.core.PreCopyModel;

/**
 * What the planner foretells of migrations, beside what they took. The first of them teach its model, the others judge
 * it; beside it the model before it saw any.
 */
public final class PreCopyVerdict {
    private static final double SECOND = 1e9;

    private final PreCopyModel taught;
    private final List<Observed> judged;

    /** @param teaching how many of them, the earliest, teach */
    public PreCopyVerdict(List<Observed> all, int teaching) {
        this.taught = PreCopyCalibration.of(all.subList(0, teaching), PreCopyModel.LIBXL);
        this.judged = List.copyOf(all.subList(teaching, all.size()));
    }

    /** @param where the migrations were, "simulated" */
    public List<Figure> figures(String bench, String where) {
        return List.of(
                Figure.atMost(
                        bench,
                        "pre-copy, " + where + ": total time, median",
                        timeOff(taught).median(),
                        "% off",
                        15),
                Figure.atMost(
                        bench,
                        "pre-copy, " + where + ": pause, median",
                        pauseOff(taught).median(),
                        "% off",
                        25),
                Figure.plain(
                        bench,
                        "pre-copy, untaught: total time, median",
                        timeOff(PreCopyModel.LIBXL).median(),
                        "% off"),
                Figure.plain(
                        bench,
                        "pre-copy, untaught: pause, median",
                        pauseOff(PreCopyModel.LIBXL).median(),
                        "% off"));
    }

    /** One of each migration that judges. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Observed seen : judged) {
            MoveCost cost = taught.cost(seen.cargo(), seen.link());
            lines.add("total %.2f s, foretold %.2f s; pause %.2f s, foretold %.2f s"
                    .formatted(
                            total(seen).toNanos() / SECOND,
                            total(cost).toNanos() / SECOND,
                            seen.pause().toNanos() / SECOND,
                            cost.pause().toNanos() / SECOND));
        }
        return lines;
    }

    private Samples timeOff(PreCopyModel model) {
        return off(model, PreCopyVerdict::total, PreCopyVerdict::total);
    }

    private Samples pauseOff(PreCopyModel model) {
        return off(model, MoveCost::pause, Observed::pause);
    }

    private static Duration total(MoveCost cost) {
        return cost.copy().plus(cost.pause());
    }

    private static Duration total(Observed seen) {
        return seen.copy().plus(seen.pause());
    }

    private Samples off(PreCopyModel model, Function<MoveCost, Duration> predicted, Function<Observed, Duration> seen) {
        return Samples.of(judged.stream()
                .map(one -> {
                    MoveCost cost = model.cost(one.cargo(), one.link());
                    double fact = seen.apply(one).toNanos();
                    return 100 * Math.abs(predicted.apply(cost).toNanos() - fact) / fact;
                })
                .toList());
    }
}
