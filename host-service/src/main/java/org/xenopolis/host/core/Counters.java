package org.xenopolis.host.core;

/** What a domain has used since it was made; each only ever grows. */
public record Counters(
        long cpuNanos,
        long diskReadBytes,
        long diskWriteBytes,
        long diskOperations,
        long networkReceivedBytes,
        long networkSentBytes) {
    public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0);

    public Counters minus(Counters earlier) {
        return new Counters(
                cpuNanos - earlier.cpuNanos,
                diskReadBytes - earlier.diskReadBytes,
                diskWriteBytes - earlier.diskWriteBytes,
                diskOperations - earlier.diskOperations,
                networkReceivedBytes - earlier.networkReceivedBytes,
                networkSentBytes - earlier.networkSentBytes);
    }

    public Counters plus(Counters more) {
        return new Counters(
                cpuNanos + more.cpuNanos,
                diskReadBytes + more.diskReadBytes,
                diskWriteBytes + more.diskWriteBytes,
                diskOperations + more.diskOperations,
                networkReceivedBytes + more.networkReceivedBytes,
                networkSentBytes + more.networkSentBytes);
    }

    /** The part of a use that falls to {@code part} of {@code whole}; rounded down, so that the rest is never negative. */
    public Counters share(long part, long whole) {
        return new Counters(
                share(cpuNanos, part, whole),
                share(diskReadBytes, part, whole),
                share(diskWriteBytes, part, whole),
                share(diskOperations, part, whole),
                share(networkReceivedBytes, part, whole),
                share(networkSentBytes, part, whole));
    }

    private static long share(long amount, long part, long whole) {
        if (part >= whole) {
            return amount;
        }
        long high = Math.multiplyHigh(amount, part);
        long low = amount * part;
        // Amounts of hours in nanoseconds pass 64 bits when multiplied: then a double is exact enough for a split.
        return high == 0 && low >= 0 ? low / whole : (long) ((double) amount * part / whole);
    }
}
