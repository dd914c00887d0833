package org.xenopolis.planner.core.search;

import java.util.Arrays;
import org.xenopolis.planner.core.model.Placement;

/** The items of each machine in a row, so that one of them is drawn without going through the others. */
final class Roster {
    /** By machine; rows grow where they have to. */
    private final int[][] items;

    private final int[] count;
    /** Where in its machine's row each item is. */
    private final int[] index;

    Roster(Placement placement) {
        int machines = placement.model().machines().count();
        this.items = new int[machines][16];
        this.count = new int[machines];
        this.index = new int[placement.model().items().count()];
        for (int item = 0; item < index.length; item++) {
            enter(item, placement.at(item));
        }
    }

    int count(int machine) {
        return count[machine];
    }

    int item(int machine, int index) {
        return items[machine][index];
    }

    /** An item of the machine, which has one. */
    int draw(int machine, Dice dice) {
        return items[machine][dice.below(count[machine])];
    }

    void shift(int item, int from, int to) {
        int last = items[from][--count[from]];
        items[from][index[item]] = last;
        index[last] = index[item];
        enter(item, to);
    }

    void swap(int a, int atA, int b, int atB) {
        items[atA][index[a]] = b;
        items[atB][index[b]] = a;
        int indexOfA = index[a];
        index[a] = index[b];
        index[b] = indexOfA;
    }

    private void enter(int item, int machine) {
        if (count[machine] == items[machine].length) {
            items[machine] = Arrays.copyOf(items[machine], 2 * count[machine]);
        }
        index[item] = count[machine];
        items[machine][count[machine]++] = item;
    }
}
