package org.xenopolis.planner.core;

/** Bytes per second: whole and non-negative. */
public record ByteRate(long bytesPerSecond) {
    public static final ByteRate ZERO = new ByteRate(0);

    /** What a link of one gigabit carries: assumed until a host has shown what its link does. */
    public static final ByteRate GIGABIT = new ByteRate(125_000_000);

    public ByteRate {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytesPerSecond is negative: " + bytesPerSecond);
        }
    }
}
