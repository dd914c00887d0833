package org.xenopolis.planner.core.fleet;

import java.util.HashMap;
import java.util.Map;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.planner.core.model.Guard;

/** Hosts that a guest can run on, and groups whose members are apart; kept up to date move by move. */
final class FleetGuard implements Guard {
    private final Fleet fleet;
    /** Hosts that take nothing, because the goal wants them empty. */
    private final boolean[] closed;
    /** The group of an item whose members are to be apart; −1 for none. */
    private final int[] groupOf;
    /** Members of a group on a host: {@code [group][host]}. */
    private final int[][] members;

    private final int[] at;

    FleetGuard(Fleet fleet, boolean[] closed) {
        this.fleet = fleet;
        this.closed = closed;
        this.at = fleet.model.items().home().clone();
        this.groupOf = new int[at.length];
        Map<PlacementGroup, Integer> groups = new HashMap<>();
        for (int item = 0; item < at.length; item++) {
            groupOf[item] = fleet.blocks.get(item).stream()
                    .flatMap(member -> member.constraints().antiAffinity().stream())
                    .findFirst()
                    .map(group -> groups.computeIfAbsent(group, absent -> groups.size()))
                    .orElse(-1);
        }
        this.members = new int[groups.size()][fleet.hosts.length];
        fleet.apartFrom.forEach((group, where) -> {
            Integer index = groups.get(group);
            for (int host = 0; index != null && host < where.length; host++) {
                members[index][host] += where[host] ? 1 : 0;
            }
        });
        for (int item = 0; item < at.length; item++) {
            count(item, at[item], 1);
        }
    }

    int group(int item) {
        return groupOf[item];
    }

    /** Members of the group on the host. */
    int members(int group, int host) {
        return members[group][host];
    }

    boolean isClosed(int host) {
        return closed[host];
    }

    @Override
    public boolean admits(int item, int to) {
        return mayRun(item, to) && (groupOf[item] < 0 || members[groupOf[item]][to] == 0);
    }

    @Override
    public boolean admitsSwap(int a, int b) {
        int atA = at[a];
        int atB = at[b];
        if (!mayRun(a, atB) || !mayRun(b, atA)) {
            return false;
        }
        int groupA = groupOf[a];
        int groupB = groupOf[b];
        if (groupA == groupB) {
            return groupA < 0 || members[groupA][atA] == 1 && members[groupA][atB] == 1;
        }
        return (groupA < 0 || members[groupA][atB] == 0) && (groupB < 0 || members[groupB][atA] == 0);
    }

    @Override
    public void move(int item, int to) {
        count(item, at[item], -1);
        count(item, to, 1);
        at[item] = to;
    }

    /** Home is where it runs already. */
    private boolean mayRun(int item, int to) {
        return to == fleet.home(item) || fleet.reaches(item, to) && !closed[to];
    }

    private void count(int item, int host, int change) {
        if (groupOf[item] >= 0) {
            members[groupOf[item]][host] += change;
        }
    }
}
