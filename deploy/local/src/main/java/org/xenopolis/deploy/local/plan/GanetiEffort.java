package org.xenopolis.deploy.local.plan;

import org.xenopolis.planner.core.ganeti.GanetiPlanner;

/** How many moves are looked at for a Ganeti cluster. */
public final class GanetiEffort {
    /** Enough for small clusters; in larger ones a guest has more places to be tried. */
    private static final int EACH = 1_500;

    private static final int EACH_MAX = 4_000;
    private static final int LARGE = 600;

    /** About six seconds; what a larger cluster gets in all. */
    private static final long TRIES_MAX = 12_000_000;

    private GanetiEffort() {}

    public static long usual(GanetiPlanner planner) {
        return of(planner, planner.movable() >= LARGE ? EACH_MAX : EACH);
    }

    /** @param each place that a guest has */
    static long of(GanetiPlanner planner, int each) {
        return Math.min(TRIES_MAX, (long) each * planner.places());
    }
}
