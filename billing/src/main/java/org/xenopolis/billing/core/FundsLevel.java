package org.xenopolis.billing.core;

/** How far a prepaid tenant may go, from best to worst; worse levels keep the limits of the better ones. */
public enum FundsLevel {
    OK,
    /** The tenant is told that the money ends soon. */
    WARN,
    /** Nothing new starts. */
    REFUSE_NEW,
    /** What runs is suspended. */
    SUSPEND;

    boolean isWorseThan(FundsLevel other) {
        return compareTo(other) > 0;
    }
}
