package org.xenopolis.planner.loads;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.xenopolis.planner.core.Traffic;
import org.xenopolis.planner.core.forecast.Forecast;
import org.xenopolis.planner.core.forecast.Forecaster;
import org.xenopolis.planner.core.forecast.Habits;
import org.xenopolis.planner.loads.LoadHistory.Figure;

/** What was heard of all subjects, and what follows from it. */
record Pasts(Map<Figure, Map<UUID, double[]>> minutes, Map<Figure, Map<UUID, Habits>> habits, Forecaster forecaster) {

    /** None of a subject of which nothing was heard in the last hour. */
    Optional<Forecast> forecast(Figure figure, UUID subject, double last) {
        double[] heard = of(minutes, figure).get(subject);
        return heard == null
                ? Optional.empty()
                : Optional.of(forecaster.of(heard, of(habits, figure).getOrDefault(subject, Habits.UNKNOWN), last));
    }

    Traffic traffic(UUID subject, Traffic last) {
        return new Traffic(
                forecast(Figure.NETWORK, subject, last.network())
                        .map(Forecast::value)
                        .orElse(last.network()),
                forecast(Figure.DISK, subject, last.disk()).map(Forecast::value).orElse(last.disk()));
    }

    private static <T> Map<UUID, T> of(Map<Figure, Map<UUID, T>> figures, Figure figure) {
        return Objects.requireNonNull(figures.get(figure));
    }
}
