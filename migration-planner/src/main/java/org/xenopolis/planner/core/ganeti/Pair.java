package org.xenopolis.planner.core.ganeti;

/**
 * Where a guest is.
 *
 * @param secondary the node with the second copy of its disks; −1 without one
 */
public record Pair(int primary, int secondary) {
    /**
     * How many of hbal's moves lead from here to there: each replaces at most one of the two nodes, and may swap them.
     */
    int stepsTo(int otherPrimary, int otherSecondary) {
        if (otherPrimary == primary && otherSecondary == secondary) {
            return 0;
        }
        boolean keepsOne = secondary < 0 || keeps(otherPrimary) || keeps(otherSecondary);
        return keepsOne ? 1 : 2;
    }

    private boolean keeps(int node) {
        return node == primary || node == secondary;
    }
}
