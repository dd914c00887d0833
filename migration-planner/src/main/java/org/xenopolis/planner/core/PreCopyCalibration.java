package org.xenopolis.planner.core;

import java.time.Duration;
import java.util.List;
import org.xenopolis.cluster.MemorySize;

/**
 * What hosts do at the end of a copy differs by hypervisor and version: how many rounds, how little may be left, how long
 * the hand-over takes. Past migrations tell; this finds the model that would have foretold them best.
 */
public final class PreCopyCalibration {
    /** Fewer say little: one slow disk would be taken for the rule. */
    public static final int OBSERVED_MIN = 8;

    private static final int[] ROUNDS = {3, 4, 5, 6, 8, 10, 15, 30};
    private static final double[] REST_SECONDS = {0.001, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.3};

    private PreCopyCalibration() {}

    /** A migration that has happened. */
    public record Observed(MemorySize memory, ByteRate dirtying, ByteRate link, Duration copy, Duration pause) {}

    /** The usual model where too little has been observed. */
    public static PreCopyModel of(List<Observed> past, PreCopyModel usual) {
        if (past.size() < OBSERVED_MIN) {
            return usual;
        }
        PreCopyModel best = usual;
        double least = error(past, usual);
        for (int rounds : ROUNDS) {
            for (double rest : REST_SECONDS) {
                long restBytes = Math.round(rest * past.getFirst().link().bytesPerSecond());
                PreCopyModel fitted = withHandOver(past, rounds, restBytes);
                double error = error(past, fitted);
                if (error < least) {
                    least = error;
                    best = fitted;
                }
            }
        }
        return best;
    }

    /** The hand-over is what the pauses have beyond sending the rest: the median, for outliers are many. */
    private static PreCopyModel withHandOver(List<Observed> past, int rounds, long restBytes) {
        PreCopyModel bare = new PreCopyModel(rounds, restBytes, Duration.ZERO);
        double[] beyond = past.stream()
                .mapToDouble(seen -> seen.pause()
                        .minus(bare.cost(seen.memory(), seen.dirtying(), seen.link())
                                .pause())
                        .toNanos())
                .sorted()
                .toArray();
        return new PreCopyModel(
                rounds, restBytes, Duration.ofNanos(Math.max(0, Math.round(beyond[beyond.length / 2]))));
    }

    /** Mean relative error of copy and pause, each at most 1. */
    private static double error(List<Observed> past, PreCopyModel model) {
        return past.stream()
                .mapToDouble(seen -> {
                    MoveCost cost = model.cost(seen.memory(), seen.dirtying(), seen.link());
                    return relative(cost.copy(), seen.copy()) + relative(cost.pause(), seen.pause());
                })
                .average()
                .orElse(0);
    }

    private static double relative(Duration predicted, Duration seen) {
        double off = Math.abs(predicted.minus(seen).toNanos());
        return Math.min(1, off / Math.max(1, seen.toNanos()));
    }
}
