package org.xenopolis.cluster.invariants;

/** What must always be true; the numbers are those of the design. */
public enum Invariant {
    I1("no instance runs unpaused on two hosts"),
    I2("no host is over capacity, in the ledger and in fact"),
    I3("every accepted operation ends"),
    I4("billed time is true time, each nanosecond once"),
    I7("domains = records = allocations = leases, at rest"),
    CONSTRAINTS("zones, groups and CPU features are kept");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
