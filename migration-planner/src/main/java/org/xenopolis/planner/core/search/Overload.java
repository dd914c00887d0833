package org.xenopolis.planner.core.search;

import java.util.Arrays;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;

/**
 * What it costs, in a search that may pass through placements that do not fit, that machines hold more than they can: a
 * price for each resource, and a factor on it for each machine and resource that stays overfull.
 */
final class Overload {
    private final int resources;
    private final int items;
    private final int[] home;
    /** What an item takes of a machine's room by being there; the last row is of nobody. */
    private final long[] away;
    /** The same where it is at home: there it takes lingering resources in any case. */
    private final long[] atHome;
    /** {@code [machine * resources + resource]} */
    private final long[] room;
    /** What the average item takes, by resource. */
    private final double[] average;
    /** {@code [machine * resources + resource]} */
    private final double[] factor;
    /** Of one unit over: {@code [machine * resources + resource]} */
    private final double[] price;
    /** Of each machine. */
    private final double[] costs;

    /** How many resources of machines are over. */
    private int cells;

    Overload(Placement placement) {
        Model model = placement.model();
        this.resources = model.resources();
        this.items = model.items().count();
        this.home = model.items().home();
        this.away = Arrays.copyOf(model.items().demand(), (items + 1) * resources);
        this.atHome = away.clone();
        this.average = new double[resources];
        for (int i = 0; i < items * resources; i++) {
            int r = i % resources;
            average[r] += (double) away[i] / items;
            atHome[i] = model.lingering()[r] ? 0 : away[i];
        }
        int machines = model.machines().count();
        this.room = new long[machines * resources];
        this.factor = new double[room.length];
        Arrays.fill(factor, 1);
        this.price = new double[room.length];
        this.costs = new double[machines];
        for (int cell = 0; cell < room.length; cell++) {
            room[cell] = placement.room(cell / resources, cell % resources);
            cells += room[cell] < 0 ? 1 : 0;
        }
    }

    /**
     * That what the average item takes of a resource is over costs so much. Machines that stay overfull pay more and more
     * for it, the others forget.
     */
    void charge(double item, double up, double down) {
        for (int cell = 0; cell < factor.length; cell++) {
            factor[cell] = room[cell] < 0 ? factor[cell] * up : Math.max(1, factor[cell] * down);
            price[cell] = item / Math.max(1, average[cell % resources]) * factor[cell];
        }
        for (int machine = 0; machine < costs.length; machine++) {
            costs[machine] = cost(machine, items, items, 0, Double.POSITIVE_INFINITY);
        }
    }

    boolean isNone() {
        return cells == 0;
    }

    /** What all machines pay. */
    double cost() {
        double sum = 0;
        for (double cost : costs) {
            sum += cost;
        }
        return sum;
    }

    double at(int machine) {
        return costs[machine];
    }

    /** What the machine would save if the item left it. */
    double relief(int item, int machine) {
        return costs[machine] - cost(machine, item, items, 0, Double.POSITIVE_INFINITY);
    }

    /** What the two machines pay now: no change of theirs can save more. */
    double at(int one, int other) {
        return costs[one] + costs[other];
    }

    /** What a shift changes; where that is more than the most, something above it. */
    double shift(int item, int from, int to, double most) {
        return swap(item, from, items, to, most);
    }

    /** What a swap changes; where that is more than the most, something above it. */
    double swap(int a, int atA, int b, int atB, double most) {
        double now = costs[atA] + costs[atB];
        double then = cost(atB, b, a, 0, most + now);
        return (then > most + now ? then : cost(atA, a, b, then, most + now)) - now;
    }

    void moveShift(int item, int from, int to) {
        exchange(from, item, items);
        exchange(to, items, item);
    }

    void moveSwap(int a, int atA, int b, int atB) {
        exchange(atA, a, b);
        exchange(atB, b, a);
    }

    /** What the machine would pay once one item has left it and another has come, on top of a sum that only grows. */
    private double cost(int machine, int out, int in, double sum, double most) {
        long[] left = home(out, machine);
        long[] taken = home(in, machine);
        int row = machine * resources;
        int rowOut = out * resources;
        int rowIn = in * resources;
        double cost = sum;
        for (int r = 0; r < resources; r++) {
            long then = room[row + r] + left[rowOut + r] - taken[rowIn + r];
            if (then < 0) {
                cost -= price[row + r] * then;
                if (cost > most) {
                    return cost;
                }
            }
        }
        return cost;
    }

    private void exchange(int machine, int out, int in) {
        long[] left = home(out, machine);
        long[] taken = home(in, machine);
        for (int r = 0; r < resources; r++) {
            int cell = machine * resources + r;
            long then = room[cell] + left[out * resources + r] - taken[in * resources + r];
            cells += (then < 0 ? 1 : 0) - (room[cell] < 0 ? 1 : 0);
            room[cell] = then;
        }
        costs[machine] = cost(machine, items, items, 0, Double.POSITIVE_INFINITY);
    }

    private long[] home(int item, int machine) {
        return item < items && home[item] == machine ? atHome : away;
    }
}
