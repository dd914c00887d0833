package org.xenopolis.planner.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.xenopolis.cluster.MemorySize;

/**
 * What hosts do differs by hypervisor and version: how many rounds, how little may be left, how long the hand-over takes,
 * how much of the dirtying that agents report the copy sees, how much disks hold, what it takes besides. Past migrations
 * tell; this finds the model that would have foretold them best.
 */
public final class PreCopyCalibration {
    /** Fewer say little: one slow disk would be taken for the rule. */
    public static final int OBSERVED_MIN = 8;

    private static final int[] ROUNDS = {3, 4, 5, 6, 8, 10, 15, 30};
    private static final double[] REST_SECONDS = {0.001, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.3};

    private static final double[] DIRTY_SHARES = {1, 0.5, 0.25, 0.1, 0.05, 0.02, 0};

    private PreCopyCalibration() {}

    /**
     * A migration that has happened.
     *
     * @param link what the wire was known to carry before
     * @param bytes in all; 0 where that was not measured
     */
    public record Observed(Cargo cargo, ByteRate link, long bytes, Duration copy, Duration pause) {
        /** Of a guest without disks. */
        public Observed(MemorySize memory, ByteRate dirtying, ByteRate link, Duration copy, Duration pause) {
            this(new Cargo(memory, dirtying), link, 0, copy, pause);
        }
    }

    /** The usual model where too little has been observed. */
    public static PreCopyModel of(List<Observed> past, PreCopyModel usual) {
        if (past.size() < OBSERVED_MIN) {
            return usual;
        }
        PreCopyModel best = usual;
        double least = error(past, usual);
        for (PreCopyModel bare : candidates(past.getFirst().link())) {
            PreCopyModel fitted = withTimesBeside(past, withDisks(past, bare));
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
                    candidates.add(new PreCopyModel(rounds, restBytes, Duration.ZERO, share, Duration.ZERO, 1));
                }
            }
        }
        return candidates;
    }

    /** What was sent beyond the rounds came from disks; where agents said how much those held, nothing is to be learnt. */
    private static PreCopyModel withDisks(List<Observed> past, PreCopyModel bare) {
        OptionalDouble share = median(past.stream()
                .filter(seen -> seen.bytes() > 0
                        && seen.cargo().disk().bytes() > 0
                        && seen.cargo().held().isEmpty())
                .mapToDouble(seen -> {
                    Cargo bareOfDisks =
                            new Cargo(seen.cargo().memory(), seen.cargo().dirtying());
                    double beyond =
                            seen.bytes() - bare.cost(bareOfDisks, seen.link()).bytes();
                    return Math.clamp(beyond / seen.cargo().disk().bytes(), 0, 1);
                }));
        return new PreCopyModel(
                bare.roundsMax(),
                bare.remainderMaxBytes(),
                bare.handOver(),
                bare.dirtyShare(),
                bare.setUp(),
                share.orElse(1));
    }

    /** The hand-over is what the pauses have beyond sending the rest, the set-up what copies have beyond the rounds. */
    private static PreCopyModel withTimesBeside(List<Observed> past, PreCopyModel bare) {
        return new PreCopyModel(
                bare.roundsMax(),
                bare.remainderMaxBytes(),
                beyond(past, bare, MoveCost::pause, Observed::pause),
                bare.dirtyShare(),
                beyond(past, bare, MoveCost::copy, Observed::copy),
                bare.diskShare());
    }

    private static Duration beyond(
            List<Observed> past,
            PreCopyModel bare,
            Function<MoveCost, Duration> predicted,
            Function<Observed, Duration> taken) {
        OptionalDouble nanos = median(past.stream()
                .mapToDouble(seen -> taken.apply(seen)
                        .minus(predicted.apply(bare.cost(seen.cargo(), seen.link())))
                        .toNanos()));
        return Duration.ofNanos(Math.max(0, Math.round(nanos.orElse(0))));
    }

    /** The median, for outliers are many. */
    private static OptionalDouble median(DoubleStream values) {
        double[] sorted = values.toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[sorted.length / 2]);
    }

    /** Mean relative error of copy and pause, each at most 1. */
    private static double error(List<Observed> past, PreCopyModel model) {
        return past.stream()
                .mapToDouble(seen -> {
                    MoveCost cost = model.cost(seen.cargo(), seen.link());
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
