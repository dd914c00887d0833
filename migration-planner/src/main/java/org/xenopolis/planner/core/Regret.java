package org.xenopolis.planner.core;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Forecast against fact, for hosts that a plan touched and moves that it made.
 *
 * @param excessWithout heat of CPU above 1, summed over hosts, as it was forecast had nothing moved
 * @param benefitKept benefit seen over benefit expected, 0..2; 1 where none was expected
 * @param copyFactor actual over predicted, median over moves; 1 where none was measured
 */
public record Regret(
        double excessWithout,
        double excessExpected,
        double excessSeen,
        double benefitKept,
        double copyFactor,
        double pauseFactor,
        boolean worthIt) {
    /** Below this much heat nothing was promised. */
    private static final double PROMISE_MIN = 0.01;

    /** @param cpuSeen nothing where the host was not heard of */
    public record OfHost(double cpuBefore, double cpuExpected, OptionalDouble cpuSeen) {}

    /** In milliseconds. */
    public record OfMove(long predictedCopy, long actualCopy, long predictedPause, long actualPause) {}

    /** @param price of the moves, in heat */
    public static Regret of(List<OfHost> hosts, List<OfMove> moves, double cpuThreshold, double price) {
        double without = 0;
        double expected = 0;
        double seen = 0;
        for (OfHost host : hosts) {
            if (host.cpuSeen().isPresent()) {
                without += excess(host.cpuBefore(), cpuThreshold);
                expected += excess(host.cpuExpected(), cpuThreshold);
                seen += excess(host.cpuSeen().getAsDouble(), cpuThreshold);
            }
        }
        double promised = without - expected;
        double kept = promised < PROMISE_MIN ? 1 : Math.max(0, Math.min(2, (without - seen) / promised));
        return new Regret(
                without,
                expected,
                seen,
                kept,
                median(moves.stream()
                        .filter(move -> move.actualCopy() > 0 && move.predictedCopy() > 0)
                        .mapToDouble(move -> (double) move.actualCopy() / move.predictedCopy())
                        .toArray()),
                median(moves.stream()
                        .filter(move -> move.actualPause() > 0 && move.predictedPause() > 0)
                        .mapToDouble(move -> (double) move.actualPause() / move.predictedPause())
                        .toArray()),
                promised < PROMISE_MIN || without - seen > price);
    }

    /** Whether the plan promised to cool anything, so that its promise can teach. */
    public boolean hasPromised() {
        return excessWithout - excessExpected >= PROMISE_MIN;
    }

    private static double excess(double cpu, double threshold) {
        return Math.max(0, cpu / threshold - 1);
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 1;
        }
        java.util.Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
