package org.xenopolis.host.core;

/**
 * How long a live migration takes: first what the guest's disks hold, then pre-copy of its memory after Clark et al., "Live
 * Migration of Virtual Machines" (NSDI 2005). Each round sends what was dirtied during the one before; when little is left,
 * or it does not shrink, the guest is paused for the rest.
 *
 * @param copyNanos from the first byte to the pause
 * @param pauseNanos from the pause to the moment at which the receiver could run it
 * @param restNanos of the pause, what copying takes
 */
public record CopyForecast(long copyNanos, long pauseNanos, long restNanos, int rounds, long totalBytes) {
    public static final int ROUNDS_MAX = 8;
    /** What may be left for the pause: 30 ms of the link. */
    private static final long REST_NANOS = 30_000_000;

    /**
     * @param diskBytes that go with the guest
     * @param dirtyBytesPerSecond that it is said to write to its memory
     */
    public static CopyForecast of(long diskBytes, long memoryBytes, long dirtyBytesPerSecond, MigrationLine line) {
        long linkBytesPerSecond = line.bytesPerSecond();
        long resent = (long) (dirtyBytesPerSecond * line.resentShare());
        long left = memoryBytes;
        long copyNanos = nanosFor(diskBytes, linkBytesPerSecond);
        long total = diskBytes;
        int rounds = 0;
        long rest = restBytes(linkBytesPerSecond);
        while (rounds < ROUNDS_MAX && (left > rest || rounds == 0)) {
            long nanos = nanosFor(left, linkBytesPerSecond);
            long dirtied = Math.min(memoryBytes, bytesIn(nanos, resent));
            copyNanos += nanos;
            total += left;
            rounds++;
            boolean shrinks = dirtied < left;
            left = dirtied;
            if (!shrinks) {
                break;
            }
        }
        long restNanos = nanosFor(left, linkBytesPerSecond);
        return new CopyForecast(copyNanos, restNanos + line.handOverNanos(), restNanos, rounds + 1, total + left);
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
