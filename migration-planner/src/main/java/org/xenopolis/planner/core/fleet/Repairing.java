package org.xenopolis.planner.core.fleet;

import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.search.Tuning;

/** Groups as they were asked for, and room on the others for the guests of any host. */
final class Repairing {
    private final Draft draft;
    private final long tries;

    Repairing(Draft draft, long tries) {
        this.draft = draft;
        this.tries = tries;
    }

    Proposal plan() {
        int[] start = draft.home().clone();
        Ground ground = draft.ground(start);
        for (int item = 0; item < start.length; item++) {
            reunite(ground, item);
        }
        int[] together = ground.placement.toArray();
        int broken = broken(draft.home());
        int lost = new Reserve(draft.fleet, Map.of(), draft.goal.failures()).hostsThatCannotFail();
        int[] target = broken == 0 && lost == 0
                ? draft.home()
                : draft.ground(draft.ground(together).search(Balancing.WIDE, tries))
                        .search(Tuning.SETTLING, tries / 4);
        keepTogether(target, together);
        Unrolling unrolling = new Unrolling(draft.fleet, draft.goal.movesMax());
        unrolling.bring(draft.movedIn(target), target, Ground.none(draft.fleet), 1);
        int[] at = unrolling.toArray();
        boolean better = broken(at) < broken
                || draft.benefit(at, unrolling.hops()).cannotFailAfter() < lost && broken(at) <= broken;
        List<Hop> hops = better ? unrolling.hops() : List.of();
        int[] end = better ? at : draft.home();
        return draft.proposal(
                hops,
                end,
                List.of(),
                List.of(),
                Ground.none(draft.fleet),
                benefit -> Sentences.repair(broken, broken(end), draft.goal.failures(), benefit, draft.moves(hops)));
    }

    /** To where the rest of its group is, which is the only host that takes it. */
    private void reunite(Ground ground, int item) {
        draft.movers
                .onlyTo(draft.fleet.guests[item])
                .map(draft.fleet::index)
                .filter(to -> ground.may(item, to))
                .ifPresent(to -> ground.move(item, to));
    }

    /** The search saves the move where it can: it knows no group that wants to be together. */
    private void keepTogether(int[] target, int[] together) {
        for (int item = 0; item < target.length; item++) {
            if (draft.movers.onlyTo(draft.fleet.guests[item]).isPresent()) {
                target[item] = together[item];
            }
        }
    }

    /** Guests that are where their group should not be. */
    private int broken(int[] at) {
        int count = 0;
        FleetGuard guard = draft.ground(at).guard;
        for (int item = 0; item < at.length; item++) {
            int group = guard.group(item);
            count += group >= 0 && guard.members(group, at[item]) > 1 ? 1 : 0;
            Allocation guest = draft.fleet.guests[item];
            int to = draft.movers.onlyTo(guest).map(draft.fleet::index).orElse(at[item]);
            count += to == at[item] ? 0 : 1;
        }
        return count + brokenAtRest(draft.fleet.situation.cluster());
    }

    /** Of groups that no single move reunites. */
    private int brokenAtRest(Cluster cluster) {
        return (int) cluster.allocations().stream()
                .filter(held -> held.constraints().affinity().isPresent() && !draft.movers.mayMove(held))
                .filter(held -> cluster
                                .allocationsTogether(
                                        held.constraints().affinity().orElseThrow())
                                .stream()
                                .map(Allocation::host)
                                .distinct()
                                .count()
                        > 1)
                .filter(held -> cluster
                        .allocationsTogether(held.constraints().affinity().orElseThrow())
                        .stream()
                        .noneMatch(other -> draft.movers.mayMove(other)))
                .count();
    }
}
