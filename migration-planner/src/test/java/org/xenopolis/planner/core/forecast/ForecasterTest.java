package org.xenopolis.planner.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecasterTest {
    private final Forecaster forecaster = new Forecaster(15);

    @Test
    void whatIsSteadyStaysAndWasNeverWrong() {
        double[] minutes = new double[60];
        Arrays.fill(minutes, 2.5);
        Forecast forecast = forecaster.of(minutes, Habits.UNKNOWN, 0);
        assertThat(forecast.value()).isCloseTo(2.5, within(1e-6));
        assertThat(forecast.mae()).isCloseTo(0, within(1e-6));
        assertThat(forecast.checks()).isPositive();
    }

    @Test
    void aRiseGoesOnForAWhileAndNotForEver() {
        double[] minutes = IntStream.range(0, 60).mapToDouble(i -> 1 + i * 0.05).toArray();
        double value = forecaster.of(minutes, Habits.UNKNOWN, 0).value();
        assertThat(value).isGreaterThan(minutes[59]).isLessThanOrEqualTo(1.2 * minutes[59]);
    }

    @Test
    void withNoiseItIsNearerToWhatComesThanTheLastSampleIs() {
        double ours = 0;
        double last = 0;
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double mean = random.nextDouble(0.5, 4);
            double[] minutes = IntStream.range(0, 60)
                    .mapToDouble(i -> Math.max(0, mean + 0.5 * (random.nextDouble() - 0.5)))
                    .toArray();
            ours += Math.abs(forecaster.of(minutes, Habits.UNKNOWN, 0).value() - mean);
            last += Math.abs(minutes[59] - mean);
        }
        assertThat(ours).isLessThan(0.7 * last);
    }

    @Test
    void aHabitThatWasRightOfLateIsBelieved() {
        SplittableRandom random = new SplittableRandom(1);
        double[] minutes = IntStream.range(0, 60)
                .mapToDouble(i -> 1 + random.nextDouble(-0.4, 0.4))
                .toArray();
        assertThat(forecaster.of(minutes, new Habits(5, 1), 0).value()).isGreaterThan(3);
        assertThat(forecaster.of(minutes, new Habits(5, 4), 0).value()).isLessThan(1.5);
    }

    @Test
    void gapsAreNoZeroesAndNothingHeardIsTheHabitOrWhatTheCallerKnows() {
        double[] minutes = new double[60];
        Arrays.fill(minutes, Double.NaN);
        assertThat(forecaster.of(minutes, Habits.UNKNOWN, 7).value()).isEqualTo(7);
        assertThat(forecaster.of(minutes, new Habits(3, 3), 7).value()).isEqualTo(3);
        for (int minute = 0; minute < 60; minute += 7) {
            minutes[minute] = 2;
        }
        assertThat(forecaster.of(minutes, Habits.UNKNOWN, 7).value()).isCloseTo(2, within(1e-6));
    }
}
