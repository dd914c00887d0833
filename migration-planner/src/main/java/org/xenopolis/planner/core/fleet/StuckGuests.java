package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.LiveMove;
import org.xenopolis.cluster.RejectionReason;
import org.xenopolis.planner.core.Stuck;

/** Names the guests that stay on hosts which are to be empty, and why. */
final class StuckGuests {
    private final Draft draft;
    private final boolean[] empty;
    private final int[] at;
    private final int moves;
    private final Cluster after;

    StuckGuests(Draft draft, boolean[] empty, int[] at, int moves) {
        this.draft = draft;
        this.empty = empty;
        this.at = at;
        this.moves = moves;
        this.after = after();
    }

    List<Stuck> all() {
        List<Stuck> stuck = new ArrayList<>();
        for (Allocation held : draft.fleet.heldOn(empty)) {
            stuck.add(new Stuck(held.instance(), why(held)));
        }
        for (int item = 0; item < at.length; item++) {
            if (empty[at[item]]) {
                List<Allocation> block = draft.fleet.blocks.get(item);
                block.forEach(member -> stuck.add(new Stuck(member.instance(), nowhere(member, block))));
            }
        }
        stuck.sort(Comparator.comparing(Stuck::instance));
        return stuck.stream().distinct().toList();
    }

    /** Those of these hosts that only their tenants' wishes keep from being moved. */
    static List<Stuck> byWish(Draft draft, boolean[] hosts) {
        return draft.fleet.heldOn(hosts).stream()
                .flatMap(held -> draft.movers.why(held).flatMap(StuckGuests::wish).stream()
                        .map(reason -> new Stuck(held.instance(), List.of(Stuck.Reason.of(reason, 1)))))
                .toList();
    }

    private static Optional<RejectionReason> wish(Movers.Stay stay) {
        return switch (stay) {
            case PINNED -> Optional.of(RejectionReason.PINNED);
            case PAUSE_BUDGET -> Optional.of(RejectionReason.PAUSE_BUDGET);
            case ALREADY_MOVING, NOT_RUNNING, SOURCE_NOT_UP, AFFINITY, COOLING -> Optional.empty();
        };
    }

    private List<Stuck.Reason> why(Allocation held) {
        return switch (draft.movers.why(held).orElseThrow()) {
            case ALREADY_MOVING -> List.of(Stuck.Reason.of(RejectionReason.ALREADY_MOVING, 1));
            case SOURCE_NOT_UP -> List.of(Stuck.Reason.of(RejectionReason.SOURCE_NOT_UP, 1));
            case NOT_RUNNING ->
                List.of(new Stuck.Reason(
                        Stuck.Reason.NOT_RUNNING, 1, "It does not run, so it cannot move live; stop it."));
            case PINNED -> List.of(Stuck.Reason.of(RejectionReason.PINNED, 1));
            case PAUSE_BUDGET -> List.of(Stuck.Reason.of(RejectionReason.PAUSE_BUDGET, 1));
            case AFFINITY, COOLING -> nowhere(held, List.of());
        };
    }

    /** @param block with whom it may move; none when it may not */
    private List<Stuck.Reason> nowhere(Allocation guest, List<Allocation> block) {
        Map<RejectionReason, Integer> hosts = new EnumMap<>(RejectionReason.class);
        boolean isAllowed = false;
        // Its wishes were looked at before: here it is about room and groups.
        LiveMove move = LiveMove.ALONE
                .forced(true)
                .along(block.stream().map(Allocation::instance).collect(Collectors.toSet()));
        for (Host host : after.hosts()) {
            if (!host.id().equals(guest.host()) && !empty[draft.fleet.index(host.id())]) {
                var verdict = HardRules.migrate(after, guest.instance(), host, move);
                isAllowed |= verdict.isAllowed();
                verdict.reasons().forEach(reason -> hosts.merge(reason, 1, Integer::sum));
            }
        }
        List<Stuck.Reason> reasons = new ArrayList<>();
        hosts.forEach((reason, count) -> reasons.add(Stuck.Reason.of(reason, count)));
        if (!block.isEmpty() && isAllowed || reasons.isEmpty()) {
            reasons.add(moves >= draft.goal.movesMax() ? tooMany() : noOrder());
        }
        return reasons;
    }

    private Stuck.Reason tooMany() {
        return new Stuck.Reason(
                Stuck.Reason.TOO_MANY_MOVES,
                0,
                "The plan has " + draft.goal.movesMax() + " moves already; make another.");
    }

    private static Stuck.Reason noOrder() {
        return new Stuck.Reason(Stuck.Reason.NO_ORDER, 0, "No order of moves was found that brings it away.");
    }

    private Cluster after() {
        Map<Allocation, Integer> moved = new HashMap<>();
        for (int item = 0; item < at.length; item++) {
            if (at[item] != draft.fleet.home(item)) {
                int to = at[item];
                draft.fleet.blocks.get(item).forEach(member -> moved.put(member, to));
            }
        }
        List<Allocation> places = draft.fleet.situation.cluster().allocations().stream()
                .map(held -> moved.containsKey(held)
                        ? new Allocation(
                                held.instance(),
                                held.tenant(),
                                draft.fleet.hosts[moved.get(held)].id(),
                                held.epoch(),
                                held.purpose(),
                                held.resources(),
                                held.constraints())
                        : held)
                .toList();
        return Cluster.of(draft.fleet.situation.cluster().hosts(), places);
    }
}
