package org.xenopolis.planner.core.ganeti;

import java.util.List;

/** A price on every step that the guests' places take, and a much higher one on each beyond a limit. */
final class StepLimit {
    private final List<Pair> home;
    private final int[] primary;
    private final int[] secondary;
    private final int max;
    private final double price;
    private final double beyond;
    private int steps;

    StepLimit(GanetiCluster cluster, int max, double price, double beyond) {
        this.home = cluster.pairs();
        this.primary = home.stream().mapToInt(Pair::primary).toArray();
        this.secondary = home.stream().mapToInt(Pair::secondary).toArray();
        this.max = max;
        this.price = price;
        this.beyond = beyond;
    }

    double cost() {
        return cost(steps);
    }

    double shift(int guest, boolean second, int to) {
        return cost(steps - steps(guest) + after(guest, second, to)) - cost(steps);
    }

    double swap(int a, boolean secondA, int b, boolean secondB) {
        int more;
        if (a == b) {
            more = home.get(a).stepsTo(secondary[a], primary[a]) - steps(a);
        } else {
            int atA = secondA ? secondary[a] : primary[a];
            int atB = secondB ? secondary[b] : primary[b];
            more = after(a, secondA, atB) - steps(a) + after(b, secondB, atA) - steps(b);
        }
        return cost(steps + more) - cost(steps);
    }

    void move(int guest, boolean second, int to) {
        int before = steps(guest);
        if (second) {
            secondary[guest] = to;
        } else {
            primary[guest] = to;
        }
        steps += steps(guest) - before;
    }

    private int steps(int guest) {
        return home.get(guest).stepsTo(primary[guest], secondary[guest]);
    }

    private int after(int guest, boolean second, int to) {
        return home.get(guest).stepsTo(second ? primary[guest] : to, second ? to : secondary[guest]);
    }

    private double cost(int count) {
        return price * count + beyond * Math.max(0, count - max);
    }
}
