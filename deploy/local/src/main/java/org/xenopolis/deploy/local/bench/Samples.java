package org.xenopolis.deploy.local.bench;

import java.util.Arrays;
import java.util.Collection;

/** Sorted measurements of one thing. */
record Samples(double[] sorted) {
    static Samples of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        return new Samples(sorted);
    }

    /** @param fraction 0.5 for the median; the nearest-rank definition, so always a value that was measured */
    double percentile(double fraction) {
        int rank = (int) Math.ceil(fraction * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    double median() {
        return percentile(0.5);
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Samples samples && Arrays.equals(sorted, samples.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }
}
