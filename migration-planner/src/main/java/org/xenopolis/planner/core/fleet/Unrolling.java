package org.xenopolis.planner.core.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Turns places that were chosen into hops, and says which hop waits for which. Every arrival takes its room out of what
 * is free from the start, or out of what named departures leave behind; no room is given twice. So whatever order the
 * waiting leaves, whatever runs at once and whatever is struck out with all that waits for it, no host ever holds more
 * than it has, with moving guests counted on both hosts. Members of a group that are to be apart wait likewise for those
 * that were there before.
 */
final class Unrolling {
    private static final int RESOURCES = Fleet.RESOURCES;

    /** What a departure leaves behind. */
    private record Leftover(int hop, long[] room) {}

    private record Spot(int group, int host) {}

    private final Fleet fleet;
    private final FleetGuard guard;
    private final int movesMax;
    private final int[] at;
    private final int[] lastHop;
    private final long[] free;
    private final long[] later;
    private final List<Deque<Leftover>> leftovers = new ArrayList<>();
    private final Map<Spot, List<Integer>> departed = new HashMap<>();
    private final List<Hop> hops = new ArrayList<>();
    private int moves;

    Unrolling(Fleet fleet, int movesMax) {
        this.fleet = fleet;
        this.movesMax = movesMax;
        this.guard = new FleetGuard(fleet, Ground.none(fleet));
        this.at = fleet.model.items().home().clone();
        this.lastHop = new int[at.length];
        java.util.Arrays.fill(lastHop, -1);
        this.free = fleet.model.machines().capacity().clone();
        this.later = new long[free.length];
        for (int item = 0; item < at.length; item++) {
            for (int r = 0; r < RESOURCES; r++) {
                free[at[item] * RESOURCES + r] -= demand(item, r);
            }
        }
        for (int host = 0; host < fleet.hosts.length; host++) {
            leftovers.add(new ArrayDeque<>());
        }
    }

    List<Hop> hops() {
        return hops;
    }

    /** Of guests: a group that moves as one is as many as it has members. */
    int moves() {
        return moves;
    }

    int at(int item) {
        return at[item];
    }

    int[] toArray() {
        return at.clone();
    }

    /**
     * Brings items to their targets as far as there is an order; where the rest waits for each other in a circle, one of
     * them stops over elsewhere.
     *
     * @param waiting in the order in which they should go if they can
     * @param closed hosts that are no place to stop over
     * @return those that stay behind
     */
    List<Integer> bring(List<Integer> waiting, int[] target, boolean[] closed, int phase) {
        List<Integer> left = new ArrayList<>(waiting);
        left.removeIf(item -> at[item] == target[item]);
        boolean[] hasStopped = new boolean[at.length];
        while (!left.isEmpty() && moves < movesMax) {
            boolean moved = left.removeIf(
                            item -> fits(item, target[item], false) && hop(item, target[item], phase, false))
                    || left.removeIf(item -> fits(item, target[item], true) && hop(item, target[item], phase, false));
            if (!moved && !stopOver(left, target, closed, hasStopped, phase)) {
                break;
            }
        }
        return left;
    }

    private boolean stopOver(List<Integer> left, int[] target, boolean[] closed, boolean[] hasStopped, int phase) {
        List<Integer> smallest = new ArrayList<>(left);
        smallest.sort((a, b) -> Long.compare(demand(a, 1), demand(b, 1)));
        for (int item : smallest) {
            // The hop that brings it on needs its place in the plan too.
            boolean fits = moves + 2 * fleet.size(item) <= movesMax;
            int by = hasStopped[item] || !fits ? -1 : roomiest(item, target[item], closed);
            if (by >= 0 && hop(item, by, phase, true)) {
                hasStopped[item] = true;
                return true;
            }
        }
        return false;
    }

    private int roomiest(int item, int target, boolean[] closed) {
        int found = -1;
        long most = -1;
        for (int host = 0; host < fleet.hosts.length; host++) {
            long room = free[host * RESOURCES + 1];
            if (room > most
                    && !closed[host]
                    && host != at[item]
                    && host != target
                    && host != fleet.home(item)
                    && fits(item, host, false)
                    && fleet.reachesFrom(item, at[item], host)
                    && fleet.reachesFrom(item, host, target)
                    && guard.admits(item, host)) {
                most = room;
                found = host;
            }
        }
        return found;
    }

    private boolean fits(int item, int to, boolean withLeftovers) {
        for (int r = 0; r < RESOURCES; r++) {
            long room = free[to * RESOURCES + r] + (withLeftovers ? later[to * RESOURCES + r] : 0);
            if (demand(item, r) > room) {
                return false;
            }
        }
        return true;
    }

    private boolean hop(int item, int to, int phase, boolean isStopOver) {
        if (moves + fleet.size(item) > movesMax || !fleet.reachesFrom(item, at[item], to) || !guard.admits(item, to)) {
            return false;
        }
        int from = at[item];
        int index = hops.size();
        SortedSet<Integer> after = new TreeSet<>();
        if (lastHop[item] >= 0) {
            after.add(lastHop[item]);
        }
        takeRoom(item, to, after);
        int group = guard.group(item);
        if (group >= 0) {
            after.addAll(departed.getOrDefault(new Spot(group, to), List.of()));
            departed.computeIfAbsent(new Spot(group, from), absent -> new ArrayList<>(1))
                    .add(index);
        }
        hops.add(new Hop(item, from, to, phase, after, isStopOver));
        moves += fleet.size(item);
        leaveRoom(item, from, index);
        guard.move(item, to);
        at[item] = to;
        lastHop[item] = index;
        return true;
    }

    private void takeRoom(int item, int to, SortedSet<Integer> after) {
        long[] missing = new long[RESOURCES];
        for (int r = 0; r < RESOURCES; r++) {
            long taken = Math.min(demand(item, r), Math.max(0, free[to * RESOURCES + r]));
            free[to * RESOURCES + r] -= taken;
            missing[r] = demand(item, r) - taken;
        }
        Iterator<Leftover> from = leftovers.get(to).iterator();
        while (from.hasNext() && isAny(missing)) {
            Leftover leftover = from.next();
            for (int r = 0; r < RESOURCES; r++) {
                long taken = Math.min(missing[r], leftover.room[r]);
                if (taken > 0) {
                    missing[r] -= taken;
                    leftover.room[r] -= taken;
                    later[to * RESOURCES + r] -= taken;
                    after.add(leftover.hop);
                }
            }
            if (!isAny(leftover.room)) {
                from.remove();
            }
        }
        if (isAny(missing)) {
            throw new IllegalStateException("room was promised that is not there");
        }
    }

    private void leaveRoom(int item, int from, int index) {
        long[] room = new long[RESOURCES];
        for (int r = 0; r < RESOURCES; r++) {
            // A host that has promised too much gives nothing until that is made good.
            long debt = Math.min(demand(item, r), Math.max(0, -free[from * RESOURCES + r]));
            free[from * RESOURCES + r] += debt;
            room[r] = demand(item, r) - debt;
            later[from * RESOURCES + r] += room[r];
        }
        leftovers.get(from).add(new Leftover(index, room));
    }

    private static boolean isAny(long[] amounts) {
        for (long amount : amounts) {
            if (amount > 0) {
                return true;
            }
        }
        return false;
    }

    private long demand(int item, int resource) {
        return fleet.model.items().demand()[item * RESOURCES + resource];
    }
}
