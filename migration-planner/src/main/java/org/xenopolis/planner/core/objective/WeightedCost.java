package org.xenopolis.planner.core.objective;

import org.xenopolis.planner.core.model.Placement;

/** Load above thresholds, balance of what is free, and the price of moving, added up. All parts are exact. */
public final class WeightedCost implements Objective {
    private final Placement placement;
    private final LoadCost load;
    private final BalanceCost balance;
    private final boolean balanced;
    private final MoveCost moves;

    /**
     * @param thresholds of load, by machine and resource
     * @param weights of load above the threshold, by resource
     */
    public WeightedCost(
            Placement placement, long[] thresholds, long[] weights, BalanceTarget[] targets, MovePrices prices) {
        this.placement = placement;
        this.load = new LoadCost(placement, thresholds, weights);
        this.balance = new BalanceCost(placement, targets);
        this.balanced = targets.length > 0;
        this.moves = new MoveCost(placement, prices);
    }

    @Override
    public double cost() {
        return load.cost() + balance.cost() + moves.cost();
    }

    @Override
    public double shift(int item, int to) {
        int from = placement.at(item);
        long change = load.shift(item, from, to) + moves.shift(item, from, to);
        return balanced ? change + balance.shift(item, from, to) : change;
    }

    @Override
    public double swap(int a, int b) {
        int atA = placement.at(a);
        int atB = placement.at(b);
        long change = load.swap(a, atA, b, atB) + moves.swap(a, atA, b, atB);
        return balanced ? change + balance.swap(a, atA, b, atB) : change;
    }

    @Override
    public void move(int item, int to) {
        int from = placement.at(item);
        load.move(item, from, to);
        moves.move(item, from, to);
        if (balanced) {
            balance.move(item, from, to);
        }
    }
}
