package org.xenopolis.cluster;

/**
 * Counts the lives of a host's lease or of an instance; whoever receives a command refuses an older epoch than it knows.
 */
public record Epoch(long value) implements Comparable<Epoch> {
    /** Before the first: nothing has carried it yet. */
    public static final Epoch NONE = new Epoch(0);

    public static final Epoch FIRST = new Epoch(1);

    public Epoch {
        if (value < 0) {
            throw new IllegalArgumentException("epoch is negative: " + value);
        }
    }

    public static Epoch of(String text) {
        return new Epoch(Long.parseLong(text));
    }

    public Epoch next() {
        return new Epoch(Math.incrementExact(value));
    }

    public boolean isOlderThan(Epoch other) {
        return value < other.value;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
