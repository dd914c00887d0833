package org.xenopolis.planner.rehearsal;

import java.util.Arrays;
import java.util.List;

/**
 * What guests ask for, every five minutes; in between a straight line.
 *
 * @param cores by guest, CPUs that are busy at each sample
 * @param hosts of 16 CPUs and 64 GiB each; guests begin spread over them in turn
 */
public record WeekOfLoad(List<double[]> cores, int hosts) {
    public static final int SAMPLE_MINUTES = 5;
    public static final int DAY_MINUTES = 1_440;

    public WeekOfLoad {
        cores = cores.stream().map(double[]::clone).toList();
        if (cores.isEmpty() || hosts < 1) {
            throw new IllegalArgumentException("a week without guests or hosts");
        }
    }

    int minutes() {
        return (cores.getFirst().length - 1) * SAMPLE_MINUTES;
    }

    double at(int guest, int minute) {
        double[] samples = cores.get(guest);
        int before = minute / SAMPLE_MINUTES;
        int after = Math.min(before + 1, samples.length - 1);
        double part = (double) (minute % SAMPLE_MINUTES) / SAMPLE_MINUTES;
        return samples[before] + part * (samples[after] - samples[before]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeekOfLoad week
                && week.hosts == hosts
                && Arrays.deepEquals(cores.toArray(), week.cores.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(cores.toArray());
    }
}
