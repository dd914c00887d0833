package org.xenopolis.host.core;

/**
 * How long a live migration takes: pre-copy after Clark et al., "Live Migration of Virtual Machines" (NSDI 2005). Each
 * round sends what was dirtied during the one before; when little is left, or it does not shrink, the guest is paused for
 * the rest.
 *
 * @param copyNanos from the first byte to the pause
 * @param pauseNanos from the pause to the moment at which the receiver could run it
 */
public record CopyForecast(long copyNanos, long pauseNanos, int rounds, long totalBytes) {
    public static final int ROUNDS_MAX = 8;
    /** Suspending, the last device state, and waking up. */
    public static final long HAND_OVER_NANOS = 20_000_000;
    /** What may be left for the pause: 30 ms of the link. */
    private static final long REST_NANOS = 30_000_000;

    public static CopyForecast of(long memoryBytes, long dirtyBytesPerSecond, long linkBytesPerSecond) {
        long left = memoryBytes;
        long copyNanos = 0;
        long total = 0;
        int rounds = 0;
        long rest = restBytes(linkBytesPerSecond);
        while (rounds < ROUNDS_MAX && (left > rest || rounds == 0)) {
            long nanos = nanosFor(left, linkBytesPerSecond);
            long dirtied = Math.min(memoryBytes, bytesIn(nanos, dirtyBytesPerSecond));
            copyNanos += nanos;
            total += left;
            rounds++;
            boolean shrinks = dirtied < left;
            left = dirtied;
            if (!shrinks) {
                break;
            }
        }
        return new CopyForecast(
                copyNanos, nanosFor(left, linkBytesPerSecond) + HAND_OVER_NANOS, rounds + 1, total + left);
    }

    /** How much may be left for the pause. */
    public static long restBytes(long linkBytesPerSecond) {
        return bytesIn(REST_NANOS, linkBytesPerSecond);
    }

    public static long nanosFor(long bytes, long bytesPerSecond) {
        return (long) (bytes * 1e9 / Math.max(1, bytesPerSecond));
    }

    public static long bytesIn(long nanos, long bytesPerSecond) {
        return (long) (nanos / 1e9 * bytesPerSecond);
    }
}
