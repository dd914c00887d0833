package org.xenopolis.planner.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.xenopolis.planner.rehearsal.WeekReplay.Outcome;

class WeekReplayTest {
    private static final int SAMPLES = 3 * 288 + 1;

    /** Guests that are busy by day, by night, or whenever they like; some hosts have too many of a kind. */
    private static WeekOfLoad threeDays() {
        SplittableRandom random = new SplittableRandom(4);
        List<double[]> guests = new ArrayList<>();
        for (int guest = 0; guest < 80; guest++) {
            double base = 0.3 + random.nextDouble(0.9);
            double swing = random.nextDouble(0.8);
            double phase = guest % 8 % 3 * 2 * Math.PI / 3;
            double[] cores = new double[SAMPLES];
            double burst = 0;
            for (int sample = 0; sample < SAMPLES; sample++) {
                burst = random.nextInt(60) == 0 ? random.nextDouble(2) : burst * 0.8;
                double daily = base + swing * Math.sin(phase + 2 * Math.PI * sample / 288);
                cores[sample] = Math.max(0, Math.min(4, daily + burst + 0.1 * random.nextGaussian()));
            }
            guests.add(cores);
        }
        return new WeekOfLoad(guests, 8);
    }

    @Test
    void hotSpotsGoAndHardlyAnyGuestGoesBackToWhereItCameFrom() {
        WeekOfLoad load = threeDays();

        Outcome without = WeekReplay.of(load, false);
        Outcome with = WeekReplay.of(load, true);

        assertThat(without.moves()).isZero();
        assertThat(without.hotMinutes()).isGreaterThan(500);
        assertThat(with.moves()).isPositive();
        assertThat(with.hotMinutes()).isLessThan(without.hotMinutes() / 2);
        assertThat(with.undone()).isLessThanOrEqualTo(with.moves() / 100);
        assertThat(WeekReplay.of(load, true)).isEqualTo(with);
    }
}
