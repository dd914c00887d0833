package org.xenopolis.planner.core.fleet;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.planner.core.Benefit;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.search.Tuning;

/** No host above its threshold, and all alike as far as that is worth the moves. */
final class Balancing {
    /** Searches with room for detours first; then takes improvements only. */
    static final Tuning WIDE =
            new Tuning(Tuning.Cooling.of(0.3, 0.000_3, 0.05), new Tuning.Moves(0.45, 0.05, 0.15, 0, 4), false);

    private final Draft draft;
    private final long tries;

    Balancing(Draft draft, long tries) {
        this.draft = draft;
        this.tries = tries;
    }

    Proposal plan() {
        int[] near = draft.ground(draft.home()).search(WIDE, tries);
        int[] target = draft.ground(near).search(Tuning.SETTLING, tries / 4);
        Unrolling unrolling = new Unrolling(draft.fleet, draft.goal.movesMax());
        unrolling.bring(draft.movedIn(target), target, Ground.none(draft.fleet), 1);
        int[] at = unrolling.toArray();
        Benefit benefit = draft.benefit(at, unrolling.hops());
        if (benefit.gain() <= benefit.price()) {
            // What no order reaches, or stopping over, may have been what made the rest worth it.
            return proposal(List.of(), draft.home());
        }
        return proposal(unrolling.hops(), at);
    }

    private Proposal proposal(List<Hop> hops, int[] at) {
        FleetCost after = draft.ground(at).cost;
        List<Integer> hot = IntStream.range(0, draft.fleet.hosts.length)
                .filter(host -> draft.fleet.hosts[host].state().answers() && draft.before.heat(host) > 1)
                .boxed()
                .sorted(Comparator.comparingDouble(host -> -draft.before.heat(host)))
                .toList();
        boolean[] stillHot = Ground.none(draft.fleet);
        hot.forEach(host -> stillHot[host] = after.heat(host) > 1);
        return draft.proposal(
                hops,
                at,
                List.of(),
                StuckGuests.byWish(draft, stillHot),
                Ground.none(draft.fleet),
                benefit -> draft.sentences.balance(draft.before, after, hot, draft.moves(hops), benefit, draft.fleet));
    }
}
