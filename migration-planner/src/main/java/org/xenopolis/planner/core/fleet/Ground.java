package org.xenopolis.planner.core.fleet;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.model.Rules;
import org.xenopolis.planner.core.search.Progress;
import org.xenopolis.planner.core.search.Search;
import org.xenopolis.planner.core.search.Tuning;

/** A placement under work, with all that is told of its moves. */
final class Ground {
    final Fleet fleet;
    final Placement placement;
    final FleetGuard guard;
    final FleetCost cost;
    private final Rules rules;
    private final boolean[] empty;

    /** @param empty hosts that are to be empty: nothing comes to them */
    Ground(Fleet fleet, Thresholds thresholds, Weights weights, boolean[] empty, int[] at, int movesMax) {
        this.fleet = fleet;
        this.empty = empty;
        this.placement = new Placement(fleet.model, at);
        this.guard = new FleetGuard(fleet, empty);
        for (int item = 0; item < at.length; item++) {
            if (at[item] != fleet.home(item)) {
                guard.move(item, at[item]);
            }
        }
        this.cost = new FleetCost(fleet, thresholds, weights, placement, guard, empty, movesMax);
        this.rules = new Rules(placement);
    }

    boolean may(int item, int to) {
        return to != placement.at(item) && rules.fits(item, to) && guard.admits(item, to);
    }

    void move(int item, int to) {
        cost.move(item, to);
        guard.move(item, to);
        placement.move(item, to);
    }

    /** Items on a host, the one with most memory first. */
    int[] itemsOn(int host) {
        IntStream.Builder found = IntStream.builder();
        for (int item = placement.first(host); item >= 0; item = placement.next(item)) {
            found.add(item);
        }
        return largestFirst(found.build());
    }

    private int[] largestFirst(IntStream items) {
        return items.boxed()
                .sorted(Comparator.<Integer>comparingLong(
                                item -> -fleet.model.items().demand()[item * Fleet.RESOURCES + 1])
                        .thenComparingInt(item -> item))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Sends the guests of the hosts that are to be empty to where each costs least, the largest first because it has the
     * least choice; those that have no place stay for the search.
     *
     * @return how many moved
     */
    int empty(int movesMax) {
        int[] items = largestFirst(IntStream.range(0, fleet.guests.length).filter(item -> empty[placement.at(item)]));
        int moved = 0;
        for (int item : items) {
            int to = moved < movesMax ? cheapest(item) : -1;
            if (to >= 0) {
                move(item, to);
                moved++;
            }
        }
        return moved;
    }

    /** −1 where none may take it. */
    int cheapest(int item) {
        int found = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int to = 0; to < fleet.hosts.length; to++) {
            if (!guard.isClosed(to) && may(item, to)) {
                double change = cost.shift(item, to);
                if (change < least) {
                    least = change;
                    found = to;
                }
            }
        }
        return found;
    }

    boolean isEmptied() {
        return IntStream.range(0, fleet.guests.length).noneMatch(item -> empty[placement.at(item)]);
    }

    /** Where everything should be, by searching from here; the ground itself is used up. */
    int[] search(Tuning tuning, long tries) {
        return new Search(placement, guard, cost, tuning, 1)
                .run(Progress.moves(tries))
                .at();
    }

    static boolean[] marked(Fleet fleet, Iterable<org.xenopolis.cluster.HostId> hosts) {
        boolean[] marked = new boolean[fleet.hosts.length];
        hosts.forEach(host -> marked[fleet.index(host)] = true);
        return marked;
    }

    static boolean[] none(Fleet fleet) {
        boolean[] none = new boolean[fleet.hosts.length];
        Arrays.fill(none, false);
        return none;
    }
}
