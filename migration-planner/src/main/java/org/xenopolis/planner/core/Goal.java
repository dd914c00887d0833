package org.xenopolis.planner.core;

import java.util.List;
import org.xenopolis.cluster.HostId;

/** What a plan is to reach. */
public sealed interface Goal {
    int MOVES_MAX = 5_000;

    int movesMax();

    /** How many hosts may fail at once. */
    default int failures() {
        return 1;
    }

    /** Whether guests leave the named hosts whatever their tenants asked about moves. */
    default boolean isForced() {
        return false;
    }

    /** The hosts that the goal names, in the order of their ids. */
    default List<HostId> hosts() {
        return List.of();
    }

    /** No host hotter than the thresholds, and loads alike where that is worth the moves. */
    record Balance(int movesMax) implements Goal {
        public Balance {
            requireMoves(movesMax);
        }
    }

    /** No guest on these hosts. */
    record Drain(List<HostId> hosts, int movesMax, boolean isForced) implements Goal {
        public Drain {
            hosts = requireHosts(hosts);
            requireMoves(movesMax);
        }

        public Drain(List<HostId> hosts, int movesMax) {
            this(hosts, movesMax, false);
        }

        public Drain(HostId host, int movesMax) {
            this(List.of(host), movesMax);
        }
    }

    /** As many hosts without guests as the others can do without becoming hot. */
    record Consolidate(int movesMax) implements Goal {
        public Consolidate {
            requireMoves(movesMax);
        }
    }

    /**
     * Groups as their tenants asked for them, and no host whose guests would fit nowhere if it failed.
     *
     * @param failures how many hosts may fail at once: it, and any others
     */
    record Repair(int movesMax, int failures) implements Goal {
        public static final int FAILURES_MAX = 16;

        public Repair {
            requireMoves(movesMax);
            if (failures < 1 || failures > FAILURES_MAX) {
                throw new IllegalArgumentException("failures are not within 1.." + FAILURES_MAX + ": " + failures);
            }
        }

        public Repair(int movesMax) {
            this(movesMax, 1);
        }
    }

    /**
     * These hosts empty in turns, and their guests back when a turn is over.
     *
     * @param groupMax hosts in one turn
     */
    record Maintenance(List<HostId> hosts, int groupMax, int movesMax, boolean isForced) implements Goal {
        public Maintenance {
            hosts = requireHosts(hosts);
            requireMoves(movesMax);
            if (groupMax < 1) {
                throw new IllegalArgumentException("a turn has at least one host: " + groupMax);
            }
        }

        public Maintenance(List<HostId> hosts, int groupMax, int movesMax) {
            this(hosts, groupMax, movesMax, false);
        }
    }

    private static List<HostId> requireHosts(List<HostId> hosts) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("the goal names no host");
        }
        return hosts.stream().distinct().sorted().toList();
    }

    private static void requireMoves(int movesMax) {
        if (movesMax < 1 || movesMax > MOVES_MAX) {
            throw new IllegalArgumentException("moves are not within 1.." + MOVES_MAX + ": " + movesMax);
        }
    }
}
