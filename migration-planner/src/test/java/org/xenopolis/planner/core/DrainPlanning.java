package org.xenopolis.planner.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.RejectionReason;

/**
 * Empties a host: the largest guest first, because it has the least choice. Spreading heat is tried first; where that
 * leaves more guests stuck than packing tightly does, packing wins.
 */
final class DrainPlanning {
    private enum Taste {
        SPREAD,
        PACK
    }

    private static final Comparator<Allocation> LARGEST_FIRST = Comparator.comparing(
                    (Allocation guest) -> guest.resources().memory())
            .reversed()
            .thenComparing(Allocation::instance);

    private final Situation situation;
    private final Thresholds thresholds;

    DrainPlanning(Situation situation, Thresholds thresholds) {
        this.situation = situation;
        this.thresholds = thresholds;
    }

    Proposal plan(Goal.Drain goal) {
        Host from = situation
                .cluster()
                .host(goal.hosts().getFirst())
                .orElseThrow(() -> new IllegalArgumentException("there is no host " + goal.hosts()));
        Proposal spread = plan(from, goal.movesMax(), Taste.SPREAD);
        if (spread.stuck().isEmpty()) {
            return spread;
        }
        Proposal packed = plan(from, goal.movesMax(), Taste.PACK);
        return packed.steps().size() > spread.steps().size() ? packed : spread;
    }

    private Proposal plan(Host from, int movesMax, Taste taste) {
        Draft draft = new Draft(situation, thresholds);
        List<Stuck> stuck = new ArrayList<>(unmovable(from));
        List<Allocation> guests =
                draft.movable(from.id()).stream().sorted(LARGEST_FIRST).toList();
        for (Allocation guest : guests) {
            if (draft.steps().size() == movesMax) {
                stuck.add(tooMany(guest.instance(), movesMax));
                continue;
            }
            Optional<Host> to = target(draft, guest, taste);
            if (to.isEmpty()) {
                stuck.add(nowhere(draft, guest));
            } else {
                draft.move(
                        guest, to.get(), Words.drainReason(draft.board(), from, to.get()), Words.drainIfSkipped(from));
            }
        }
        stuck.sort(Comparator.comparing(Stuck::instance));
        return new Proposal(
                draft.steps(),
                List.of(),
                draft.changes(new Board(situation, thresholds)),
                stuck,
                Words.drainSummary(from, draft.steps().size(), stuck),
                Benefit.NONE,
                java.time.Duration.ZERO,
                java.time.Duration.ZERO);
    }

    private static Optional<Host> target(Draft draft, Allocation guest, Taste taste) {
        Board board = draft.board();
        Comparator<Host> order =
                switch (taste) {
                    case SPREAD -> Comparator.comparingDouble(host -> board.heatWith(host, guest));
                    case PACK ->
                        Comparator.comparing(host -> board.cluster().free(host).memory());
                };
        return board.cluster().hosts().stream()
                .filter(host -> !host.id().equals(guest.host()))
                .sorted(order.thenComparing(Host::id))
                .filter(host -> draft.mayTake(host, guest))
                .findFirst();
    }

    /** Those at rest, and those that another operation brings here. */
    private List<Stuck> unmovable(Host from) {
        List<Stuck> found = new ArrayList<>();
        for (Allocation held : situation.cluster().allocationsOn(from.id())) {
            if (held.purpose() == Purpose.MIGRATION_TARGET) {
                found.add(stuck(held.instance(), Stuck.Reason.of(RejectionReason.ALREADY_MOVING, 1)));
            } else if (situation.atRest().contains(held.instance())) {
                found.add(stuck(
                        held.instance(),
                        new Stuck.Reason(
                                Stuck.Reason.NOT_RUNNING, 1, "It does not run, so it cannot move live; stop it.")));
            }
        }
        return found;
    }

    private static Stuck tooMany(InstanceId instance, int movesMax) {
        return stuck(
                instance,
                new Stuck.Reason(
                        Stuck.Reason.TOO_MANY_MOVES, 0, "The plan has " + movesMax + " moves already; make another."));
    }

    private static Stuck nowhere(Draft draft, Allocation guest) {
        Map<RejectionReason, Integer> hosts = new EnumMap<>(RejectionReason.class);
        for (Host host : draft.board().cluster().hosts()) {
            if (!host.id().equals(guest.host())) {
                draft.verdict(guest, host).reasons().forEach(reason -> hosts.merge(reason, 1, Integer::sum));
            }
        }
        return new Stuck(
                guest.instance(),
                hosts.entrySet().stream()
                        .map(entry -> Stuck.Reason.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Stuck stuck(InstanceId instance, Stuck.Reason reason) {
        return new Stuck(instance, List.of(reason));
    }
}
