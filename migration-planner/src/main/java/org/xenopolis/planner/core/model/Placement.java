package org.xenopolis.planner.core.model;

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
        for (int item = 0; item < at.length; item++) {
            enter(item, at[item], true);
        }
    }

    public Model model() {
        return model;
    }

    public int at(int item) {
        return at[item];
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
        int group = model.items().group()[a];
        present[group * words + (atB >>> 6)] |= 1L << atB;
    }

    private void leave(int item, int machine) {
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

    private void enter(int item, int machine, boolean first) {
        int demand = item * resources;
        int row = machine * resources;
        boolean home = !first && model.items().home()[item] == machine;
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
