package org.xenopolis.planner.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xenopolis.cluster.MemorySize;

/**
 * What hosts do differs by hypervisor and version: how many rounds, how little may be left, how long the hand-over takes,
 * how much of the dirtying that agents report the copy sees, what it takes besides. Past migrations tell; this finds the
 * model that would have foretold them best.
 */
public final class PreCopyCalibration {
    /** Fewer say little: one slow disk would be taken for the rule. */
    public static final int OBSERVED_MIN = 8;

    private static final int[] ROUNDS = {3, 4, 5, 6, 8, 10, 15, 30};
    private static final double[] REST_SECONDS = {0.001, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.3};

    private static final double[] DIRTY_SHARES = {1, 0.5, 0.25, 0.1, 0.05, 0.02, 0};

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
        for (PreCopyModel bare : candidates(past.getFirst().link())) {
            PreCopyModel fitted = withTimesBeside(past, bare);
            double error = error(past, fitted);
            if (error < least) {
                least = error;
                best = fitted;
            }
        }
        return best;
    }

    /** Those that believe agents come first: they win where others do no better. */
    private static List<PreCopyModel> candidates(ByteRate link) {
        List<PreCopyModel> candidates = new ArrayList<>();
        for (double share : DIRTY_SHARES) {
            for (int rounds : ROUNDS) {
                for (double rest : REST_SECONDS) {
                    long restBytes = Math.round(rest * link.bytesPerSecond());
                    candidates.add(new PreCopyModel(rounds, restBytes, Duration.ZERO, share, Duration.ZERO));
                }
            }
        }
        return candidates;
    }

    /** The hand-over is what the pauses have beyond sending the rest, the set-up what copies have beyond the rounds. */
    private static PreCopyModel withTimesBeside(List<Observed> past, PreCopyModel bare) {
        return new PreCopyModel(
                bare.roundsMax(),
                bare.remainderMaxBytes(),
                beyond(past, bare, MoveCost::pause, Observed::pause),
                bare.dirtyShare(),
                beyond(past, bare, MoveCost::copy, Observed::copy));
    }

    /** The median, for outliers are many. */
    private static Duration beyond(
            List<Observed> past,
            PreCopyModel bare,
            Function<MoveCost, Duration> predicted,
            Function<Observed, Duration> taken) {
        long[] beyond = past.stream()
                .mapToLong(seen -> taken.apply(seen)
                        .minus(predicted.apply(bare.cost(seen.memory(), seen.dirtying(), seen.link())))
                        .toNanos())
                .sorted()
                .toArray();
        return Duration.ofNanos(Math.max(0, beyond[beyond.length / 2]));
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
