package org.xenopolis.planner.core.search;

/** How much of what the search may use is used up; a shell counts seconds, a test counts moves. */
@FunctionalInterface
public interface Progress {
    /**
     * @param tried moves looked at so far
     * @return 0 at the start, 1 or more when the search has to end
     */
    double at(long tried);

    /** Ends after so many moves looked at: the same seed then gives the same answer anywhere. */
    static Progress moves(long max) {
        return tried -> (double) tried / max;
    }
}
