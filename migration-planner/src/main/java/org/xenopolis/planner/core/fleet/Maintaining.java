package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xenopolis.cluster.Host;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Phase;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Stuck;

/**
 * Hosts in turns: as many together as their guests find places elsewhere. In each phase the guests of the turn before go
 * home, then those of the next one leave; the last phase only brings guests home.
 */
final class Maintaining {
    private final Draft draft;

    Maintaining(Draft draft) {
        this.draft = draft;
    }

    Proposal plan(Goal.Maintenance goal) {
        List<int[]> turns = turns(goal);
        Unrolling unrolling = new Unrolling(draft.fleet, goal.movesMax());
        List<Phase> phases = new ArrayList<>();
        List<Stuck> stuck = new ArrayList<>();
        for (int[] turn : turns) {
            boolean[] empty = marked(turn);
            int phase = phases.size() + 1;
            bringHome(unrolling, empty, phase);
            int[] target = away(empty);
            unrolling.bring(itemsOn(empty), target, empty, phase);
            stuck.addAll(new StuckGuests(draft, empty, unrolling.toArray(), unrolling.moves()).all());
            phases.add(new Phase(
                    phase,
                    Arrays.stream(turn)
                            .mapToObj(host -> draft.fleet.hosts[host].id())
                            .toList(),
                    "%s empty at its end.".formatted(Sentences.names(hosts(turn)))));
        }
        int last = phases.size() + 1;
        bringHome(unrolling, Ground.none(draft.fleet), last);
        phases.add(new Phase(last, List.of(), "The last guests go home."));
        boolean[] all = Ground.marked(draft.fleet, goal.hosts());
        List<Stuck> once = stuck.stream().distinct().toList();
        return draft.proposal(
                unrolling.hops(),
                unrolling.toArray(),
                phases,
                once,
                all,
                benefit -> summary(goal, turns.size(), unrolling.moves(), once.size()));
    }

    private static String summary(Goal.Maintenance goal, int turns, int moves, int stuck) {
        return "%s in %s, %s there and back%s"
                .formatted(
                        Sentences.count(goal.hosts().size(), "host", "hosts"),
                        Sentences.count(turns, "turn", "turns"),
                        Sentences.count(moves, "move", "moves"),
                        stuck == 0 ? "." : "; " + Sentences.count(stuck, "guest stays", "guests stay") + ".");
    }

    private void bringHome(Unrolling unrolling, boolean[] empty, int phase) {
        List<Integer> away = IntStream.range(0, draft.fleet.guests.length)
                .filter(item -> unrolling.at(item) != draft.fleet.home(item))
                .boxed()
                .toList();
        unrolling.bring(away, draft.home(), empty, phase);
    }

    /** As many hosts in a turn as may be, and no guest stays that could leave if its host were alone. */
    private List<int[]> turns(Goal.Maintenance goal) {
        List<int[]> turns = new ArrayList<>();
        int[] turn = {};
        int stays = 0;
        for (int host : goal.hosts().stream().mapToInt(draft.fleet::index).toArray()) {
            int[] more = Stream.concat(Arrays.stream(turn).boxed(), Stream.of(host))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int alone = staying(new int[] {host});
            if (turn.length > 0 && (more.length > goal.groupMax() || staying(more) > stays + alone)) {
                turns.add(turn);
                more = new int[] {host};
                stays = 0;
            }
            turn = more;
            stays += alone;
        }
        turns.add(turn);
        return turns;
    }

    private int staying(int[] hosts) {
        boolean[] empty = marked(hosts);
        int[] at = away(empty);
        return (int)
                IntStream.range(0, at.length).filter(item -> empty[at[item]]).count();
    }

    /** Where the guests of these hosts may be until they come back: only where they can come back from. */
    private int[] away(boolean[] empty) {
        Ground ground = draft.ground(draft.home(), empty);
        for (int item : itemsOn(empty)) {
            int to = cheapest(ground, item);
            if (to >= 0) {
                ground.move(item, to);
            }
        }
        return ground.placement.toArray();
    }

    private int cheapest(Ground ground, int item) {
        int found = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int to = 0; to < draft.fleet.hosts.length; to++) {
            if (!ground.guard.isClosed(to)
                    && ground.may(item, to)
                    && draft.fleet.reachesFrom(item, to, draft.fleet.home(item))) {
                double change = ground.cost.shift(item, to);
                if (change < least) {
                    least = change;
                    found = to;
                }
            }
        }
        return found;
    }

    /** Those that may move, the largest first. */
    private List<Integer> itemsOn(boolean[] empty) {
        return IntStream.range(0, draft.fleet.guests.length)
                .filter(item -> empty[draft.fleet.home(item)])
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(
                                item -> -draft.fleet.model.items().demand()[item * Fleet.RESOURCES + 1])
                        .thenComparingInt(item -> item))
                .toList();
    }

    private List<Host> hosts(int[] turn) {
        return Arrays.stream(turn).mapToObj(host -> draft.fleet.hosts[host]).toList();
    }

    private boolean[] marked(int[] turn) {
        boolean[] marked = Ground.none(draft.fleet);
        for (int host : turn) {
            marked[host] = true;
        }
        return marked;
    }
}
