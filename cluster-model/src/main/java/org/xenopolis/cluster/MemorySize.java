package org.xenopolis.cluster;

/** An amount of memory: a whole, non-negative number of bytes. */
public record MemorySize(long bytes) implements Comparable<MemorySize> {
    public static final MemorySize ZERO = new MemorySize(0);
    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;

    public MemorySize {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes is negative: " + bytes);
        }
    }

    public static MemorySize ofMebibytes(long mebibytes) {
        return new MemorySize(Math.multiplyExact(mebibytes, MEBIBYTE));
    }

    public static MemorySize ofGibibytes(long gibibytes) {
        return new MemorySize(Math.multiplyExact(gibibytes, GIBIBYTE));
    }

    /** Throws {@link ArithmeticException} rather than wrap around. */
    public MemorySize plus(MemorySize other) {
        return new MemorySize(Math.addExact(bytes, other.bytes));
    }

    /** Throws {@link IllegalArgumentException} when the other is larger: there is no negative amount. */
    public MemorySize minus(MemorySize other) {
        return new MemorySize(Math.subtractExact(bytes, other.bytes));
    }

    public MemorySize times(long factor) {
        return new MemorySize(Math.multiplyExact(bytes, factor));
    }

    /** Rounded up, because half a mebibyte of a guest still needs a whole one of the host. */
    public long toMebibytes() {
        return Math.ceilDiv(bytes, MEBIBYTE);
    }

    @Override
    public int compareTo(MemorySize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return bytes % MEBIBYTE == 0 ? bytes / MEBIBYTE + " MiB" : bytes + " B";
    }
}
