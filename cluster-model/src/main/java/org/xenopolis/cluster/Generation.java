package org.xenopolis.cluster;

/**
 * Counts the writes to one row; a write names the generation it read, and loses when that is no longer the newest.
 */
public record Generation(long value) implements Comparable<Generation> {
    /** Before the first: nothing has carried it yet. */
    public static final Generation NONE = new Generation(0);

    public static final Generation FIRST = new Generation(1);

    public Generation {
        if (value < 0) {
            throw new IllegalArgumentException("generation is negative: " + value);
        }
    }

    public static Generation of(String text) {
        return new Generation(Long.parseLong(text));
    }

    public Generation next() {
        return new Generation(Math.incrementExact(value));
    }

    public boolean isOlderThan(Generation other) {
        return value < other.value;
    }

    @Override
    public int compareTo(Generation other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
