package org.xenopolis.cluster;

/** Time that physical CPUs spent running a guest, summed over its vCPUs: a whole, non-negative number of nanoseconds. */
public record CpuTime(long nanos) implements Comparable<CpuTime> {
    public static final CpuTime ZERO = new CpuTime(0);

    public CpuTime {
        if (nanos < 0) {
            throw new IllegalArgumentException("nanos is negative: " + nanos);
        }
    }

    public static CpuTime ofSeconds(long seconds) {
        return new CpuTime(Math.multiplyExact(seconds, 1_000_000_000L));
    }

    /** Throws {@link ArithmeticException} rather than wrap around. */
    public CpuTime plus(CpuTime other) {
        return new CpuTime(Math.addExact(nanos, other.nanos));
    }

    /** Throws {@link IllegalArgumentException} when the other is larger: there is no negative amount. */
    public CpuTime minus(CpuTime other) {
        return new CpuTime(Math.subtractExact(nanos, other.nanos));
    }

    public CpuTime times(long factor) {
        return new CpuTime(Math.multiplyExact(nanos, factor));
    }

    @Override
    public int compareTo(CpuTime other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return nanos + " ns";
    }
}
