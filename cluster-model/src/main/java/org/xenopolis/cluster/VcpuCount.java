package org.xenopolis.cluster;

/** A number of virtual CPUs: whole and non-negative. Zero is the sum of nothing; a guest has at least one. */
public record VcpuCount(int count) implements Comparable<VcpuCount> {
    public static final VcpuCount ZERO = new VcpuCount(0);

    public VcpuCount {
        if (count < 0) {
            throw new IllegalArgumentException("count is negative: " + count);
        }
    }

    public static VcpuCount of(int count) {
        return new VcpuCount(count);
    }

    /** Throws {@link ArithmeticException} rather than wrap around. */
    public VcpuCount plus(VcpuCount other) {
        return new VcpuCount(Math.addExact(count, other.count));
    }

    /** Throws {@link IllegalArgumentException} when the other is larger: there is no negative amount. */
    public VcpuCount minus(VcpuCount other) {
        return new VcpuCount(Math.subtractExact(count, other.count));
    }

    @Override
    public int compareTo(VcpuCount other) {
        return Integer.compare(count, other.count);
    }

    @Override
    public String toString() {
        return count + " vCPU";
    }
}
