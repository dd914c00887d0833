package org.xenopolis.planner.core.search;

import org.xenopolis.planner.core.model.Model;

/** The items of each group, one after the other, so that another one of an item's group can be drawn. */
final class Siblings {
    private final int[] group;
    private final int[] from;
    private final int[] members;

    Siblings(Model model) {
        this.group = model.items().group();
        this.from = new int[model.groups().count() + 1];
        this.members = new int[group.length];
        for (int of : group) {
            from[of + 1]++;
        }
        for (int of = 1; of < from.length; of++) {
            from[of] += from[of - 1];
        }
        int[] next = from.clone();
        for (int item = 0; item < group.length; item++) {
            members[next[group[item]]++] = item;
        }
    }

    /** Another item of the same group; −1 where there is none. */
    int of(int item, Dice dice) {
        int start = from[group[item]];
        int size = from[group[item] + 1] - start;
        if (size < 2) {
            return -1;
        }
        int drawn = members[start + dice.below(size - 1)];
        return drawn == item ? members[start + size - 1] : drawn;
    }
}
