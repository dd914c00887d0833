package org.xenopolis.planner.core.search;

import java.util.Arrays;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;

/**
 * What it costs, in a search that may pass through placements that do not fit, that machines hold more than they can: a
 * price for each resource, and a factor on it for each machine and resource that stays overfull.
 */
final class Overload {
    private static final int NOBODY = -1;

    private final Placement placement;
    private final int resources;
    private final long[] demand;
    private final int[] home;
    private final boolean[] lingering;
    /** What the average item takes, by resource. */
    private final double[] average;
    /** Of one unit over. */
    private final double[] price;
    /** {@code [machine * resources + resource]} */
    private final double[] factor;
    /** How many resources of each machine are over. */
    private final int[] overfull;

    private int cells;

    Overload(Placement placement) {
        this.placement = placement;
        Model model = placement.model();
        this.resources = model.resources();
        this.demand = model.items().demand();
        this.home = model.items().home();
        this.lingering = model.lingering();
        this.average = new double[resources];
        for (int i = 0; i < demand.length; i++) {
            average[i % resources] += (double) demand[i] / home.length;
        }
        this.price = new double[resources];
        this.factor = new double[model.machines().count() * resources];
        Arrays.fill(factor, 1);
        this.overfull = new int[model.machines().count()];
        for (int cell = 0; cell < factor.length; cell++) {
            count(cell / resources, placement.room(cell / resources, cell % resources), 1);
        }
    }

    /** That what the average item takes of a resource is over costs so much. */
    void charge(double item) {
        for (int r = 0; r < resources; r++) {
            price[r] = item / Math.max(1, average[r]);
        }
    }

    /** Machines that stay overfull pay more and more for it, the others forget. */
    void insist(double up, double down) {
        for (int cell = 0; cell < factor.length; cell++) {
            boolean over = placement.room(cell / resources, cell % resources) < 0;
            factor[cell] = over ? factor[cell] * up : Math.max(1, factor[cell] * down);
        }
    }

    boolean isNone() {
        return cells == 0;
    }

    boolean isOn(int machine) {
        return overfull[machine] > 0;
    }

    double shift(int item, int from, int to, double most) {
        double relief = isOn(from) ? change(from, item, NOBODY, 0) : 0;
        return relief + change(to, NOBODY, item, most - relief);
    }

    double swap(int a, int atA, int b, int atB, double most) {
        if (isOn(atB)) {
            double relief = change(atB, b, a, 0);
            return relief + change(atA, a, b, most - relief);
        }
        double first = change(atA, a, b, most);
        return isOn(atA) || first <= most ? first + change(atB, b, a, most - first) : first;
    }

    /** The shift is about to be made. */
    void move(int item, int from, int to) {
        exchange(from, item, NOBODY);
        exchange(to, NOBODY, item);
    }

    void moveSwap(int a, int atA, int b, int atB) {
        exchange(atA, a, b);
        exchange(atB, b, a);
    }

    /** On a machine where nothing is over it can only get dearer, and the sum stops where it is above the most. */
    private double change(int machine, int out, int in, double most) {
        boolean rises = !isOn(machine);
        double change = 0;
        for (int r = 0; r < resources; r++) {
            long room = placement.room(machine, r);
            long then = room + taken(out, machine, r) - taken(in, machine, r);
            if (room < 0 || then < 0) {
                change += price[r] * factor[machine * resources + r] * (Math.max(0, -then) - Math.max(0, -room));
                if (rises && change > most) {
                    return change;
                }
            }
        }
        return change;
    }

    private void exchange(int machine, int out, int in) {
        for (int r = 0; r < resources; r++) {
            long room = placement.room(machine, r);
            count(machine, room, -1);
            count(machine, room + taken(out, machine, r) - taken(in, machine, r), 1);
        }
    }

    private void count(int machine, long room, int step) {
        if (room < 0) {
            cells += step;
            overfull[machine] += step;
        }
    }

    /** Of a machine's room by being there; at home an item takes lingering resources in any case. */
    private long taken(int item, int machine, int r) {
        return item == NOBODY || (lingering[r] && home[item] == machine) ? 0 : demand[item * resources + r];
    }
}
