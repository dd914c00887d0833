package org.xenopolis.host.core;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a host's migrations get of its link and of both ends: less than the link has where processors encrypt, compress or
 * look for what is empty.
 *
 * @param handOverNanos of a pause, what is not copying: suspending, the last device state, waking up
 */
public record MigrationLine(long bytesPerSecond, long handOverNanos) {
    /** Of a host that has sent nothing yet. */
    public static final long HAND_OVER_NANOS = 20_000_000;

    /** @param restNanos of the pause, what was foretold for copying the rest */
    public record Sent(long copiedBytes, long copyNanos, long pauseNanos, long restNanos) {}

    /** The medians of what was seen, but no faster than the link. */
    public static MigrationLine learned(long linkBytesPerSecond, List<Sent> past) {
        if (past.isEmpty()) {
            return new MigrationLine(linkBytesPerSecond, HAND_OVER_NANOS);
        }
        long seen = median(past, sent -> (long) (sent.copiedBytes() * 1e9 / Math.max(1, sent.copyNanos())));
        return new MigrationLine(
                Math.clamp(seen, 1, linkBytesPerSecond),
                median(past, sent -> Math.max(0, sent.pauseNanos() - sent.restNanos())));
    }

    private static long median(List<Sent> past, ToLongFunction<Sent> of) {
        return past.stream()
                .mapToLong(of)
                .sorted()
                .skip((past.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
