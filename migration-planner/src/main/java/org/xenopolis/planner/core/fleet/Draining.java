package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.cluster.Host;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Stuck;
import org.xenopolis.planner.core.search.Tuning;

/** No guest on some hosts. Where a guest fits nowhere, others make place for it. */
final class Draining {
    /** Also rearranges, because room for a large guest takes several moves. */
    private static final Tuning MAKING_ROOM =
            new Tuning(Tuning.Cooling.of(0.3, 0.000_3, 0.05), new Tuning.Moves(0.4, 0.1, 0.1, 0, 64), false);

    private final Draft draft;
    private final long tries;

    Draining(Draft draft, long tries) {
        this.draft = draft;
        this.tries = tries;
    }

    Proposal plan(Goal.Drain goal) {
        boolean[] empty = Ground.marked(draft.fleet, goal.hosts());
        int[] target = target(empty, goal.movesMax());
        Unrolling unrolling = new Unrolling(draft.fleet, goal.movesMax());
        List<Integer> wanted = draft.movedIn(target);
        unrolling.bring(largestFirst(wanted, empty, true), target, empty, 1);
        int[] at = unrolling.toArray();
        List<Stuck> stuck = new StuckGuests(draft, empty, at, unrolling.moves()).all();
        List<Host> hosts = IntStream.range(0, empty.length)
                .filter(host -> empty[host])
                .mapToObj(host -> draft.fleet.hosts[host])
                .toList();
        int leaving = IntStream.range(0, at.length)
                .filter(item -> empty[draft.fleet.home(item)] && !empty[at[item]])
                .map(draft.fleet::size)
                .sum();
        return draft.proposal(
                unrolling.hops(),
                at,
                List.of(),
                stuck,
                empty,
                benefit -> Sentences.drain(hosts, leaving, stuck.size()));
    }

    private int[] target(boolean[] empty, int movesMax) {
        Ground ground = draft.ground(draft.home(), empty);
        ground.empty(movesMax);
        int[] at = ground.placement.toArray();
        if (!ground.isEmptied()) {
            at = draft.ground(at, empty).search(MAKING_ROOM, tries);
        }
        return draft.ground(at, empty).search(Tuning.SETTLING, tries / 4);
    }

    private List<Integer> largestFirst(List<Integer> items, boolean[] empty, boolean leavingFirst) {
        List<Integer> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.<Integer>comparingInt(item -> empty[draft.fleet.home(item)] == leavingFirst ? 0 : 1)
                .thenComparingLong(item -> -draft.fleet.model.items().demand()[item * Fleet.RESOURCES + 1])
                .thenComparingInt(item -> item));
        return sorted;
    }
}
