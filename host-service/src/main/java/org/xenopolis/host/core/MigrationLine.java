package org.xenopolis.host.core;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What migrations from a host are like: less than the link is left of it where processors encrypt, compress or look for what
 * is empty, and of what guests are said to write not all is sent again.
 *
 * @param handOverNanos of a pause, what is not copying: suspending, the last device state, waking up
 * @param resentShare of what guests are said to write, what is sent again
 */
public record MigrationLine(long bytesPerSecond, long handOverNanos, double resentShare) {
    /** Of a host that has sent nothing yet. */
    public static final long HAND_OVER_NANOS = 20_000_000;

    /**
     * A migration that came to its end.
     *
     * @param firstBytes of those copied, what would have been enough had nothing been written
     * @param dirtyBytesPerSecond that the guest was said to write
     * @param restNanos of the pause, what was foretold for copying the rest
     */
    public record Sent(
            long copiedBytes,
            long firstBytes,
            long copyNanos,
            long dirtyBytesPerSecond,
            long pauseNanos,
            long restNanos) {
        private double bytesPerSecond() {
            return copiedBytes * 1e9 / Math.max(1, copyNanos);
        }

        private double handOverNanos() {
            return Math.max(0, pauseNanos - restNanos);
        }

        private double resentShare() {
            double written = dirtyBytesPerSecond * (copyNanos / 1e9);
            return Math.clamp((copiedBytes - firstBytes) / Math.max(1, written), 0, 1);
        }
    }

    /** The medians of what was seen, but no faster than the link. */
    public static MigrationLine learned(long linkBytesPerSecond, List<Sent> past) {
        return new MigrationLine(
                Math.clamp((long) median(past, Sent::bytesPerSecond, linkBytesPerSecond), 1, linkBytesPerSecond),
                (long) median(past, Sent::handOverNanos, HAND_OVER_NANOS),
                median(
                        past.stream()
                                .filter(sent -> sent.dirtyBytesPerSecond() > 0)
                                .toList(),
                        Sent::resentShare,
                        1));
    }

    private static double median(List<Sent> past, ToDoubleFunction<Sent> of, double unseen) {
        return past.stream()
                .mapToDouble(of)
                .sorted()
                .skip(Math.max(0, past.size() - 1) / 2)
                .findFirst()
                .orElse(unseen);
    }
}
