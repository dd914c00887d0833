package org.xenopolis.planner.core.objective;

import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;

/** What it costs that items are not at home: per item, per pair of machines, and for the most moved group. */
final class MoveCost {
    private final MovePrices prices;
    private final int machines;
    private final int[] home;
    private final int[] groupOf;
    private final int[] moved;
    /** How many groups have so many moved items. */
    private final int[] groupsWith;

    private int most;
    private long cost;

    MoveCost(Placement placement, MovePrices prices) {
        Model model = placement.model();
        this.prices = prices;
        this.machines = model.machines().count();
        this.home = model.items().home();
        this.groupOf = model.items().group();
        this.moved = new int[model.groups().count()];
        int largest = 0;
        for (int size : model.groups().size()) {
            largest = Math.max(largest, size);
        }
        this.groupsWith = new int[largest + 2];
        groupsWith[0] = moved.length;
        for (int item = 0; item < home.length; item++) {
            int at = placement.at(item);
            if (at != home[item]) {
                cost += fare(item, at);
                count(groupOf[item], 1);
            }
        }
    }

    long cost() {
        return cost + prices.group() * most;
    }

    long shift(int item, int from, int to) {
        int from0 = home[item];
        long change = fare(item, to) - fare(item, from);
        if (prices.group() != 0) {
            if (from == from0) {
                change += moved[groupOf[item]] == most ? prices.group() : 0;
            } else if (to == from0) {
                int count = moved[groupOf[item]];
                change -= count == most && groupsWith[count] == 1 ? prices.group() : 0;
            }
        }
        return change;
    }

    /** The second change is asked with the first one counted: both may touch the most moved group. */
    long swap(int a, int atA, int b, int atB) {
        long change = shift(a, atA, atB);
        int group = groupOf[a];
        int step = (atB == home[a] ? 0 : 1) - (atA == home[a] ? 0 : 1);
        if (step == 0 || prices.group() == 0 || (atA == home[b]) == (atB == home[b])) {
            return change + shift(b, atB, atA);
        }
        count(group, step);
        change += shift(b, atB, atA);
        count(group, -step);
        return change;
    }

    void move(int item, int from, int to) {
        cost += fare(item, to) - fare(item, from);
        int step = (to == home[item] ? 0 : 1) - (from == home[item] ? 0 : 1);
        if (step != 0) {
            count(groupOf[item], step);
        }
    }

    private long fare(int item, int at) {
        int from = home[item];
        return at == from ? 0 : prices.item()[item] + prices.between(from * machines + at);
    }

    private void count(int group, int step) {
        int count = moved[group];
        groupsWith[count]--;
        moved[group] = count + step;
        groupsWith[count + step]++;
        if (count + step > most) {
            most = count + step;
        } else if (count == most && groupsWith[count] == 0) {
            most--;
        }
    }
}
