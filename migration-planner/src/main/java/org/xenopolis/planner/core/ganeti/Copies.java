package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Guests as the engine's items. A guest on shared disks is one item; a mirrored one is two, which is how its second copy
 * moves by itself: the one that runs it, and the one that only holds its disks.
 *
 * @param guestOf the guest of each item
 * @param second whether the item is the second copy; it comes right after the first
 * @param group of each item: the copies of one guest are one group, so they never share a node
 * @param guests how many guests may move
 */
@SuppressWarnings("ArrayRecordComponent")
record Copies(int[] guestOf, boolean[] second, int[] group, int guests) {

    /** Of the guests that may move. */
    static Copies of(GanetiCluster cluster) {
        List<Integer> guestOf = new ArrayList<>();
        List<Integer> group = new ArrayList<>();
        int guests = 0;
        for (int guest = 0; guest < cluster.guests().size(); guest++) {
            GanetiGuest of = cluster.guests().get(guest);
            if (mayMove(cluster, of)) {
                for (int copy = 0; copy < (of.isMirrored() ? 2 : 1); copy++) {
                    guestOf.add(guest);
                    group.add(guests);
                }
                guests++;
            }
        }
        boolean[] second = new boolean[guestOf.size()];
        for (int item = 1; item < second.length; item++) {
            second[item] = guestOf.get(item).equals(guestOf.get(item - 1));
        }
        return new Copies(ints(guestOf), second, ints(group), guests);
    }

    private static boolean mayMove(GanetiCluster cluster, GanetiGuest guest) {
        return guest.autoBalance()
                && !guest.forthcoming()
                && (guest.isShared() || guest.isMirrored() && !countsSpindles(cluster, guest));
    }

    /** Where storage is exclusive, disks are counted in spindles of one node; nothing is known of them elsewhere. */
    private static boolean countsSpindles(GanetiCluster cluster, GanetiGuest guest) {
        int group = cluster.nodes().get(guest.primary()).group();
        return cluster.nodes().stream().anyMatch(node -> node.group() == group && node.exclusiveStorage());
    }

    int count() {
        return guestOf.length;
    }

    boolean areMirrored() {
        return guestOf.length > guests;
    }

    /** Sizes of the groups. */
    int[] sizes() {
        int[] sizes = new int[guests];
        Arrays.stream(group).forEach(of -> sizes[of]++);
        return sizes;
    }

    private static int[] ints(List<Integer> of) {
        return of.stream().mapToInt(Integer::intValue).toArray();
    }
}
