package org.xenopolis.planner.core.model;

import java.util.Arrays;

/** Where every item is, and the sums and counts the rules read, kept up to date move by move. */
public final class Placement {
    final Model model;
    /** What is still free on a machine, by resource, with what moved items left behind counted as taken. */
    final long[] room;
    /** What the items on a machine take, by resource. */
    final long[] used;
    /** One bit per machine and group: whether an item of the group is there. */
    final long[] present;

    final int words;
    final int[] inZone;
    final int[] onSite;
    final int[] sitesOf;

    /** Items of a machine as a chain: the first, and for each item its neighbours; −1 ends it. */
    private final int[] first;

    private final int[] next;
    private final int[] previous;
    private final int[] count;
    private final int[] at;
    private final int resources;

    public Placement(Model model) {
        this.model = model;
        this.resources = model.resources();
        int machines = model.machines().count();
        this.room = model.machines().capacity().clone();
        this.used = new long[machines * resources];
        this.words = (machines + 63) >>> 6;
        int groups = model.groups().count();
        this.present = new long[groups * words];
        this.inZone = new int[groups * model.machines().zones()];
        this.onSite = new int[groups * model.machines().sites()];
        this.sitesOf = new int[groups];
        this.at = model.items().home().clone();
        this.first = new int[machines];
        Arrays.fill(first, -1);
        this.next = new int[at.length];
        this.previous = new int[at.length];
        this.count = new int[machines];
        for (int item = 0; item < at.length; item++) {
            enter(item, at[item], true);
        }
    }

    /** A placement in which items have moved already. */
    public Placement(Model model, int[] at) {
        this(model);
        for (int item = 0; item < at.length; item++) {
            move(item, at[item]);
        }
        // On the way one of a group may have come where another one still was, and lost its mark to it.
        for (int item = 0; item < at.length; item++) {
            mark(item, at[item]);
        }
    }

    public Model model() {
        return model;
    }

    public int at(int item) {
        return at[item];
    }

    /** Some item on the machine; −1 where there is none. */
    public int first(int machine) {
        return first[machine];
    }

    /** The item after this one on the same machine; −1 after the last. */
    public int next(int item) {
        return next[item];
    }

    /** How many items are on the machine. */
    public int count(int machine) {
        return count[machine];
    }

    /** What is free on a machine of a resource; negative where more is promised than there is. */
    public long room(int machine, int resource) {
        return room[machine * resources + resource];
    }

    /** What the items on the machines take: {@code [machine * resources + resource]}; to be read only. */
    public long[] used() {
        return used;
    }

    public int[] toArray() {
        return at.clone();
    }

    /** Moves an item; whether it may is for {@link Rules} to say before. */
    public void move(int item, int to) {
        int from = at[item];
        leave(item, from);
        enter(item, to, false);
        at[item] = to;
    }

    /** Lets two items on different machines change places. */
    public void swap(int a, int b) {
        int atA = at[a];
        int atB = at[b];
        move(a, atB);
        move(b, atA);
        // Of one group, the second took the first one's mark along when it left.
        mark(a, atB);
    }

    private void mark(int item, int machine) {
        int group = model.items().group()[item];
        present[group * words + (machine >>> 6)] |= 1L << machine;
    }

    private void leave(int item, int machine) {
        count[machine]--;
        if (previous[item] < 0) {
            first[machine] = next[item];
        } else {
            next[previous[item]] = next[item];
        }
        if (next[item] >= 0) {
            previous[next[item]] = previous[item];
        }
        int demand = item * resources;
        int row = machine * resources;
        boolean home = model.items().home()[item] == machine;
        long[] demands = model.items().demand();
        for (int r = 0; r < resources; r++) {
            used[row + r] -= demands[demand + r];
            if (!home || !model.lingering()[r]) {
                room[row + r] += demands[demand + r];
            }
        }
        int group = model.items().group()[item];
        present[group * words + (machine >>> 6)] &= ~(1L << machine);
        inZone[group * model.machines().zones() + model.machines().zone()[machine]]--;
        if (--onSite[group * model.machines().sites() + model.machines().site()[machine]] == 0) {
            sitesOf[group]--;
        }
    }

    private void enter(int item, int machine, boolean atStart) {
        count[machine]++;
        next[item] = first[machine];
        previous[item] = -1;
        if (next[item] >= 0) {
            previous[next[item]] = item;
        }
        first[machine] = item;
        int demand = item * resources;
        int row = machine * resources;
        boolean home = !atStart && model.items().home()[item] == machine;
        long[] demands = model.items().demand();
        for (int r = 0; r < resources; r++) {
            used[row + r] += demands[demand + r];
            if (!home || !model.lingering()[r]) {
                room[row + r] -= demands[demand + r];
            }
        }
        int group = model.items().group()[item];
        present[group * words + (machine >>> 6)] |= 1L << machine;
        inZone[group * model.machines().zones() + model.machines().zone()[machine]]++;
        if (onSite[group * model.machines().sites() + model.machines().site()[machine]]++ == 0) {
            sitesOf[group]++;
        }
    }
}
