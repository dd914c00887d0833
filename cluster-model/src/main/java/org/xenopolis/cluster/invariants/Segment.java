package org.xenopolis.cluster.invariants;

/**
 * A part of a domain's life during which nothing about it changed: from, inclusive, to, exclusive.
 *
 * @param certainToNanos until when it was certainly so; {@link #OPEN} while it still is
 * @param possibleToNanos until when it can have been so; later only when the host went down without a word
 */
record Segment(DomainLife life, TruthEvent start, long certainToNanos, long possibleToNanos) {
    static final long OPEN = Long.MAX_VALUE;

    long fromNanos() {
        return start.monotonicNanos();
    }

    boolean isUnpaused() {
        return start.state().isUnpaused();
    }
}
