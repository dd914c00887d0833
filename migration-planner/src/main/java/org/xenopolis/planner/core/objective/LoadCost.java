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

    private long cost;

    LoadCost(Placement placement, long[] thresholds, long[] weights) {
        Model model = placement.model();
        this.resources = model.resources();
        this.weights = weights;
        this.demands = model.items().demand();
        this.over = new long[thresholds.length];
        for (int i = 0; i < over.length; i++) {
            over[i] = placement.used()[i] - thresholds[i];
            cost += weights[i % resources] * Math.max(0, over[i]);
        }
    }

    long cost() {
        return cost;
    }

    long shift(int item, int from, int to) {
        int demand = item * resources;
        int source = from * resources;
        int target = to * resources;
        long change = 0;
        for (int r = 0; r < resources; r++) {
            long take = demands[demand + r];
            long there = over[target + r];
            long here = over[source + r];
            change += weights[r]
                    * (Math.max(0, there + take) - Math.max(0, there) + Math.max(0, here - take) - Math.max(0, here));
        }
        return change;
    }

    long swap(int a, int atA, int b, int atB) {
        int demandA = a * resources;
        int demandB = b * resources;
        int rowA = atA * resources;
        int rowB = atB * resources;
        long change = 0;
        for (int r = 0; r < resources; r++) {
            long more = demands[demandB + r] - demands[demandA + r];
            long overA = over[rowA + r];
            long overB = over[rowB + r];
            change += weights[r]
                    * (Math.max(0, overA + more) - Math.max(0, overA) + Math.max(0, overB - more) - Math.max(0, overB));
        }
        return change;
    }

    void move(int item, int from, int to) {
        cost += shift(item, from, to);
        int demand = item * resources;
        for (int r = 0; r < resources; r++) {
            over[from * resources + r] -= demands[demand + r];
            over[to * resources + r] += demands[demand + r];
        }
    }
}
