package org.xenopolis.planner.core.objective;

/**
 * Prices of moving, weights included.
 *
 * @param item of each item, wherever to
 * @param between {@code [from * machines + to]}; empty where all pairs are free
 * @param betweenWeight what one unit of {@code between} costs
 * @param group for each item that the most moved group has moved
 */
@SuppressWarnings("ArrayRecordComponent")
public record MovePrices(long[] item, int[] between, long betweenWeight, long group) {
    long between(int pair) {
        return between.length == 0 ? 0 : between[pair] * betweenWeight;
    }
}
