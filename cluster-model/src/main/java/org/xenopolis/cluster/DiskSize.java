package org.xenopolis.cluster;

/** An amount of disk: a whole, non-negative number of bytes. */
public record DiskSize(long bytes) implements Comparable<DiskSize> {
    public static final DiskSize ZERO = new DiskSize(0);
    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;

    public DiskSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes is negative: " + bytes);
        }
    }

    public static DiskSize ofMebibytes(long mebibytes) {
        return new DiskSize(Math.multiplyExact(mebibytes, MEBIBYTE));
    }

    public static DiskSize ofGibibytes(long gibibytes) {
        return new DiskSize(Math.multiplyExact(gibibytes, GIBIBYTE));
    }

    /** Throws {@link ArithmeticException} rather than wrap around. */
    public DiskSize plus(DiskSize other) {
        return new DiskSize(Math.addExact(bytes, other.bytes));
    }

    /** Throws {@link IllegalArgumentException} when the other is larger: there is no negative amount. */
    public DiskSize minus(DiskSize other) {
        return new DiskSize(Math.subtractExact(bytes, other.bytes));
    }

    public DiskSize times(long factor) {
        return new DiskSize(Math.multiplyExact(bytes, factor));
    }

    /** Rounded up, because half a mebibyte of a guest still needs a whole one of the host. */
    public long toMebibytes() {
        return Math.ceilDiv(bytes, MEBIBYTE);
    }

    @Override
    public int compareTo(DiskSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return bytes % MEBIBYTE == 0 ? bytes / MEBIBYTE + " MiB" : bytes + " B";
    }
}
