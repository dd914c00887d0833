package org.xenopolis.planner.core.roadef;

import java.util.List;

/**
 * What the judge found: the parts of the cost, and every hard rule that the assignment breaks.
 *
 * @param groupMoves of the most moved service
 */
public record RoadefVerdict(
        long load, long balance, long itemMoves, long groupMoves, long machineMoves, List<String> broken) {
    public long cost() {
        return load + balance + itemMoves + groupMoves + machineMoves;
    }

    public boolean isFeasible() {
        return broken.isEmpty();
    }
}
