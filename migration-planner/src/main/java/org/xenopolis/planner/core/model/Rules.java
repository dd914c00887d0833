package org.xenopolis.planner.core.model;

/**
 * The hard rules, asked before a move; they know nothing of what a move is worth. Each question comes in two halves, so
 * that the engine can ask the cheap and often failing one first: does it fit, and do the groups allow it.
 */
public final class Rules {
    private final Placement placement;
    private final Model.Machines machines;
    private final Model.Groups groups;
    private final int resources;
    private final boolean[] lingering;
    private final long[] demands;
    private final int[] home;
    private final int[] groupOf;
    private final int[] zone;
    private final int[] site;

    public Rules(Placement placement) {
        this.placement = placement;
        Model model = placement.model;
        this.machines = model.machines();
        this.groups = model.groups();
        this.resources = model.resources();
        this.lingering = model.lingering();
        this.demands = model.items().demand();
        this.home = model.items().home();
        this.groupOf = model.items().group();
        this.zone = machines.zone();
        this.site = machines.site();
    }

    /** Whether the machine has room for the item as things are. */
    public boolean fits(int item, int to) {
        long[] room = placement.room;
        int demand = item * resources;
        int row = to * resources;
        boolean back = home[item] == to;
        for (int r = 0; r < resources; r++) {
            if (demands[demand + r] > room[row + r] && !(back && lingering[r])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the two items fit in each other's places. */
    public boolean fitsSwap(int a, int b) {
        int atA = placement.at(a);
        int atB = placement.at(b);
        return fitsInstead(a, b, atB) && fitsInstead(b, a, atA);
    }

    /** Whether {@code in} fits on a machine once {@code out} has left it. */
    public boolean fitsInstead(int in, int out, int machine) {
        long[] room = placement.room;
        int demandIn = in * resources;
        int demandOut = out * resources;
        int row = machine * resources;
        boolean back = home[in] == machine;
        boolean leavesHome = home[out] == machine;
        for (int r = 0; r < resources; r++) {
            long free = room[row + r] + (leavesHome && lingering[r] ? 0 : demands[demandOut + r]);
            if (demands[demandIn + r] > free && !(back && lingering[r])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the item's group, and those that depend on it, allow the move. */
    public boolean admits(int item, int to) {
        int group = groupOf[item];
        if (groups.size()[group] > 1) {
            if ((placement.present[group * placement.words + (to >>> 6)] & (1L << to)) != 0) {
                return false;
            }
            if (!keepsSpread(group, placement.at(item), to)) {
                return false;
            }
        }
        return keepsZones(group, zone[placement.at(item)], zone[to]);
    }

    /** As {@link #admits} for two items that change places. */
    public boolean admitsSwap(int a, int b) {
        int groupA = groupOf[a];
        int groupB = groupOf[b];
        if (groupA == groupB) {
            return true;
        }
        int atA = placement.at(a);
        int atB = placement.at(b);
        if (isThere(groupA, atB) || isThere(groupB, atA)) {
            return false;
        }
        if (!keepsSpread(groupA, atA, atB) || !keepsSpread(groupB, atB, atA)) {
            return false;
        }
        return zone[atA] == zone[atB] || keepsZonesSwapped(groupA, zone[atA], groupB, zone[atB]);
    }

    private boolean isThere(int group, int machine) {
        return (placement.present[group * placement.words + (machine >>> 6)] & (1L << machine)) != 0;
    }

    private boolean keepsSpread(int group, int from, int to) {
        int least = groups.spread()[group];
        int sites = placement.sitesOf[group];
        if (sites > least || least <= 1 || site[from] == site[to]) {
            return true;
        }
        int row = group * machines.sites();
        int lost = placement.onSite[row + site[from]] == 1 ? 1 : 0;
        int won = placement.onSite[row + site[to]] == 0 ? 1 : 0;
        return sites - lost + won >= least || won >= lost;
    }

    private boolean keepsZones(int group, int from, int to) {
        if (from == to) {
            return true;
        }
        int zones = machines.zones();
        int[] inZone = placement.inZone;
        if (inZone[group * zones + to] == 0) {
            for (int needed : groups.needs()[group]) {
                if (inZone[needed * zones + to] == 0) {
                    return false;
                }
            }
        }
        if (inZone[group * zones + from] == 1) {
            for (int needing : groups.neededBy()[group]) {
                if (inZone[needing * zones + from] > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Both moves at once: done on the counts, looked at, and undone. */
    private boolean keepsZonesSwapped(int groupA, int zoneA, int groupB, int zoneB) {
        shiftCount(groupA, zoneA, zoneB);
        shiftCount(groupB, zoneB, zoneA);
        boolean kept = isServed(groupA, zoneB)
                && isServed(groupB, zoneA)
                && isMissed(groupA, zoneA)
                && isMissed(groupB, zoneB);
        shiftCount(groupA, zoneB, zoneA);
        shiftCount(groupB, zoneA, zoneB);
        return kept;
    }

    private void shiftCount(int group, int from, int to) {
        placement.inZone[group * machines.zones() + from]--;
        placement.inZone[group * machines.zones() + to]++;
    }

    /** Whether all the group needs is in the zone it came to. */
    private boolean isServed(int group, int in) {
        for (int needed : groups.needs()[group]) {
            if (placement.inZone[needed * machines.zones() + in] == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether nobody is left in the zone who needs a group that has gone from it. */
    private boolean isMissed(int group, int from) {
        int zones = machines.zones();
        if (placement.inZone[group * zones + from] > 0) {
            return true;
        }
        for (int needing : groups.neededBy()[group]) {
            if (placement.inZone[needing * zones + from] > 0) {
                return false;
            }
        }
        return true;
    }
}
