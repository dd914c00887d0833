package org.xenopolis.cluster.invariants;

/** One thing that must not be. */
public record Violation(Invariant invariant, String detail) {
    @Override
    public String toString() {
        return invariant + " (" + invariant.sentence() + "): " + detail;
    }
}
