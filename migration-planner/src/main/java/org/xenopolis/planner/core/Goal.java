package org.xenopolis.planner.core;

import org.xenopolis.cluster.HostId;

/** What a plan is to reach. */
public sealed interface Goal {
    int MOVES_MAX = 200;

    int movesMax();

    /** No host hotter than the thresholds. */
    record Balance(int movesMax) implements Goal {
        public Balance {
            requireMoves(movesMax);
        }
    }

    /** No guest on the host. */
    record Drain(HostId host, int movesMax) implements Goal {
        public Drain {
            requireMoves(movesMax);
        }
    }

    private static void requireMoves(int movesMax) {
        if (movesMax < 1 || movesMax > MOVES_MAX) {
            throw new IllegalArgumentException("moves are not within 1.." + MOVES_MAX + ": " + movesMax);
        }
    }
}
