package org.xenopolis.planner.core.fleet;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.cluster.Host;
import org.xenopolis.planner.core.Proposal;

/** Empties the hosts that are emptied at the least price, as long as the others stay below their thresholds. */
final class Consolidating {
    private final Draft draft;
    private final long tries;
    private final boolean[] emptied;
    private final boolean[] receives;
    private int moved;

    Consolidating(Draft draft, long tries) {
        this.draft = draft;
        this.tries = tries;
        this.emptied = Ground.none(draft.fleet);
        this.receives = Ground.none(draft.fleet);
    }

    Proposal plan() {
        Ground ground = draft.ground(draft.home());
        List<Integer> cheapestFirst = IntStream.range(0, emptied.length)
                .filter(host -> draft.fleet.staying[host] == 0 && draft.before.guests(host) > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(draft.before::memoryShare)
                        .thenComparingInt(host -> host))
                .toList();
        for (int host : cheapestFirst) {
            if (!receives[host]) {
                empty(ground, host);
            }
        }
        int[] target = ground.placement.toArray();
        if (moved > 0) {
            target = draft.ground(target, emptied).search(org.xenopolis.planner.core.search.Tuning.SETTLING, tries / 4);
        }
        Unrolling unrolling = new Unrolling(draft.fleet, draft.goal.movesMax());
        unrolling.bring(draft.movedIn(target), target, emptied, 1);
        int[] at = unrolling.toArray();
        FleetCost after = draft.ground(at).cost;
        List<Host> free = IntStream.range(0, emptied.length)
                .filter(host -> draft.before.guests(host) > 0 && after.guests(host) == 0)
                .mapToObj(host -> draft.fleet.hosts[host])
                .toList();
        boolean worthIt = !free.isEmpty() && after.cost() < draft.before.cost();
        List<Hop> hops = worthIt ? unrolling.hops() : List.of();
        return draft.proposal(
                hops,
                worthIt ? at : draft.home(),
                List.of(),
                List.of(),
                emptied,
                benefit -> Sentences.consolidate(worthIt ? free : List.of(), draft.moves(hops)));
    }

    /** All guests of the host or none. */
    private void empty(Ground ground, int host) {
        int[] items = ground.itemsOn(host);
        double price = 0;
        for (int item : items) {
            price += FleetCost.price(draft.fleet.costs[item], draft.thresholds);
        }
        if (moved + items.length > draft.goal.movesMax() || price >= draft.weights.on()) {
            return;
        }
        int[] to = new int[items.length];
        for (int i = 0; i < items.length; i++) {
            to[i] = tightest(ground, items[i], host);
            if (to[i] < 0) {
                for (int undo = 0; undo < i; undo++) {
                    ground.move(items[undo], host);
                }
                return;
            }
            ground.move(items[i], to[i]);
        }
        for (int target : to) {
            receives[target] = true;
        }
        emptied[host] = true;
        moved += items.length;
    }

    private int tightest(Ground ground, int item, int leaving) {
        int found = -1;
        double most = -1;
        for (int to = 0; to < emptied.length; to++) {
            if (to == leaving || emptied[to] || ground.cost.guests(to) == 0) {
                continue;
            }
            double heat = ground.cost.heatWith(item, to);
            if (heat <= 1 && heat > most && ground.may(item, to)) {
                most = heat;
                found = to;
            }
        }
        return found;
    }
}
