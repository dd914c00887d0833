package org.xenopolis.planner.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.Verdict;

/**
 * A plan in the making. A host that gives guests away takes none, so that no step needs the room that another one made:
 * that is what keeps every step valid whichever others are skipped.
 */
final class Draft {
    private final Situation situation;
    private final Board board;
    private final List<Step> steps = new ArrayList<>();
    private final Set<HostId> givers = new HashSet<>();
    private final Set<HostId> takers = new HashSet<>();

    Draft(Situation situation, Thresholds thresholds) {
        this.situation = situation;
        this.board = new Board(situation, thresholds);
    }

    Board board() {
        return board;
    }

    List<Step> steps() {
        return steps;
    }

    /** Guests that run on the host, do not move yet and may move live, by id. */
    List<Allocation> movable(HostId host) {
        return board.cluster().allocationsOn(host).stream()
                .filter(held -> held.purpose() == Purpose.RUN)
                .filter(held -> !situation.atRest().contains(held.instance()))
                .sorted((a, b) -> a.instance().compareTo(b.instance()))
                .toList();
    }

    boolean mayGive(HostId host) {
        return !takers.contains(host);
    }

    Verdict verdict(Allocation guest, Host target) {
        return HardRules.migrate(
                board.cluster(),
                guest.instance(),
                target,
                org.xenopolis.cluster.LiveMove.ALONE.pausing(cost(guest).pause()));
    }

    boolean mayTake(Host target, Allocation guest) {
        return !givers.contains(target.id()) && verdict(guest, target).isAllowed();
    }

    MoveCost cost(Allocation guest) {
        return situation.cost(guest);
    }

    void move(Allocation guest, Host target, String reason, String ifSkipped) {
        steps.add(new Step(
                steps.size() + 1,
                guest.instance(),
                guest.host(),
                target.id(),
                guest.epoch(),
                java.util.List.of(),
                1,
                java.time.Duration.ZERO,
                reason,
                ifSkipped,
                cost(guest),
                Step.Block.of(steps.size() + 1),
                false));
        givers.add(guest.host());
        takers.add(target.id());
        board.move(guest, target);
    }

    /** The hosts that the steps touch, as they were and as they will be. */
    List<HostChange> changes(Board before) {
        return situation.cluster().hosts().stream()
                .filter(host -> givers.contains(host.id()) || takers.contains(host.id()))
                .map(host -> new HostChange(
                        host.id(),
                        host.name(),
                        new HostChange.Use(before.cpu(host), before.memory(host)),
                        new HostChange.Use(board.cpu(host), board.memory(host))))
                .toList();
    }
}
