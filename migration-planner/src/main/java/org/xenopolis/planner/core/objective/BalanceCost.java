package org.xenopolis.planner.core.objective;

import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;

/** What is free of one resource should be matched by what is free of another: weight × max(0, target × free₁ − free₂). */
final class BalanceCost {
    private final int resources;
    private final BalanceTarget[] targets;
    private final long[] demands;
    private final long[] free;

    private long cost;

    BalanceCost(Placement placement, BalanceTarget[] targets) {
        Model model = placement.model();
        this.resources = model.resources();
        this.targets = targets;
        this.demands = model.items().demand();
        this.free = model.machines().capacity().clone();
        for (int i = 0; i < free.length; i++) {
            free[i] -= placement.used()[i];
        }
        for (int machine = 0; machine < model.machines().count(); machine++) {
            for (BalanceTarget target : targets) {
                cost += cost(target, machine, 0, 0);
            }
        }
    }

    long cost() {
        return cost;
    }

    long shift(int item, int from, int to) {
        long change = 0;
        for (BalanceTarget target : targets) {
            long first = demands[item * resources + target.first()];
            long second = demands[item * resources + target.second()];
            change += cost(target, from, first, second)
                    - cost(target, from, 0, 0)
                    + cost(target, to, -first, -second)
                    - cost(target, to, 0, 0);
        }
        return change;
    }

    long swap(int a, int atA, int b, int atB) {
        long change = 0;
        for (BalanceTarget target : targets) {
            long first = demands[a * resources + target.first()] - demands[b * resources + target.first()];
            long second = demands[a * resources + target.second()] - demands[b * resources + target.second()];
            change += cost(target, atA, first, second)
                    - cost(target, atA, 0, 0)
                    + cost(target, atB, -first, -second)
                    - cost(target, atB, 0, 0);
        }
        return change;
    }

    void move(int item, int from, int to) {
        cost += shift(item, from, to);
        for (int r = 0; r < resources; r++) {
            free[from * resources + r] += demands[item * resources + r];
            free[to * resources + r] -= demands[item * resources + r];
        }
    }

    private long cost(BalanceTarget target, int machine, long moreFirst, long moreSecond) {
        long first = free[machine * resources + target.first()] + moreFirst;
        long second = free[machine * resources + target.second()] + moreSecond;
        return target.weight() * Math.max(0, target.ratio() * first - second);
    }
}
