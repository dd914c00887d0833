package org.xenopolis.planner.core.ganeti;

/** How many moves are looked at for a cluster: the more places, the more of them for each. */
final class GanetiEffort {
    private static final int EACH_MIN = 500;
    private static final int EACH_MAX = 4_000;

    /** What a large cluster gets in all: some seconds. */
    private static final long TRIES_MAX = 12_000_000;

    private GanetiEffort() {}

    static long usual(int places) {
        return of(Math.clamp(places * 3L / 2, EACH_MIN, EACH_MAX), places);
    }

    /** @param each place that a guest has */
    static long of(int each, int places) {
        return Math.min(TRIES_MAX, (long) each * places);
    }
}
