package org.xenopolis.planner.core.objective;

import org.xenopolis.planner.core.model.Placement;

/** A price on every item away from home, and a much higher one on each beyond a limit. */
public final class MoveLimit {
    private final int[] home;
    private final int max;
    private final double price;
    private final double beyond;
    private int moved;

    public MoveLimit(Placement placement, int max, double price, double beyond) {
        this.home = placement.model().items().home();
        this.max = max;
        this.price = price;
        this.beyond = beyond;
        for (int item = 0; item < home.length; item++) {
            moved += placement.at(item) == home[item] ? 0 : 1;
        }
    }

    public double cost() {
        return cost(moved);
    }

    public double shift(int item, int from, int to) {
        return cost(moved + step(item, from, to)) - cost(moved);
    }

    public double swap(int a, int atA, int b, int atB) {
        return cost(moved + step(a, atA, atB) + step(b, atB, atA)) - cost(moved);
    }

    public void move(int item, int from, int to) {
        moved += step(item, from, to);
    }

    private double cost(int count) {
        return price * count + beyond * Math.max(0, count - max);
    }

    private int step(int item, int from, int to) {
        return (to == home[item] ? 0 : 1) - (from == home[item] ? 0 : 1);
    }
}
