package org.xenopolis.planner.core.objective;

import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;

/** Weighted load above a threshold, per machine and resource. */
final class LoadCost {
    private final int resources;
    private final long[] weights;
    private final long[] demands;
    /** Load less threshold. */
    private final long[] over;
    /** Of each machine, so that a change asks for what would be only. */
    private final long[] costs;

    private long cost;

    LoadCost(Placement placement, long[] thresholds, long[] weights) {
        Model model = placement.model();
        this.resources = model.resources();
        this.weights = weights;
        this.demands = model.items().demand();
        this.over = new long[thresholds.length];
        for (int i = 0; i < over.length; i++) {
            over[i] = placement.used()[i] - thresholds[i];
        }
        this.costs = new long[model.machines().count()];
        for (int machine = 0; machine < costs.length; machine++) {
            refresh(machine);
        }
    }

    long cost() {
        return cost;
    }

    long shift(int item, int from, int to) {
        int demand = item * resources;
        int source = from * resources;
        int target = to * resources;
        long then = 0;
        for (int r = 0; r < resources; r++) {
            long take = demands[demand + r];
            then += weights[r] * (Math.max(0, over[target + r] + take) + Math.max(0, over[source + r] - take));
        }
        return then - costs[from] - costs[to];
    }

    long swap(int a, int atA, int b, int atB) {
        int demandA = a * resources;
        int demandB = b * resources;
        int rowA = atA * resources;
        int rowB = atB * resources;
        long then = 0;
        for (int r = 0; r < resources; r++) {
            long more = demands[demandB + r] - demands[demandA + r];
            then += weights[r] * (Math.max(0, over[rowA + r] + more) + Math.max(0, over[rowB + r] - more));
        }
        return then - costs[atA] - costs[atB];
    }

    void move(int item, int from, int to) {
        int demand = item * resources;
        for (int r = 0; r < resources; r++) {
            over[from * resources + r] -= demands[demand + r];
            over[to * resources + r] += demands[demand + r];
        }
        refresh(from);
        refresh(to);
    }

    private void refresh(int machine) {
        long now = 0;
        for (int r = 0; r < resources; r++) {
            now += weights[r] * Math.max(0, over[machine * resources + r]);
        }
        cost += now - costs[machine];
        costs[machine] = now;
    }
}
