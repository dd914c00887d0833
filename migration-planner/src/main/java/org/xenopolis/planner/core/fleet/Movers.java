package org.xenopolis.planner.core.fleet;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.LiveMove;
import org.xenopolis.cluster.Mobility;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.RejectionReason;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Situation;

/** Which guests may move, and why the others may not. */
final class Movers {
    /** Why a guest stays whatever the goal. */
    enum Stay {
        ALREADY_MOVING,
        NOT_RUNNING,
        SOURCE_NOT_UP,
        AFFINITY,
        PINNED,
        PAUSE_BUDGET,
        COOLING
    }

    private final Situation situation;
    private final Goal goal;
    private final Set<HostId> named;

    Movers(Situation situation, Goal goal) {
        this.situation = situation;
        this.goal = goal;
        this.named = new HashSet<>(goal.hosts());
    }

    boolean mayMove(Allocation held) {
        return why(held).isEmpty();
    }

    Optional<Stay> why(Allocation held) {
        Optional<Stay> own = whyAlone(held);
        return own.isPresent() || !isTogether(held) || onlyTo(held).isPresent() || mayMoveAsOne(block(held))
                ? own
                : Optional.of(Stay.AFFINITY);
    }

    /** The guest and those that move only with it, in the order of their ids. */
    List<Allocation> movingWith(Allocation held) {
        return isTogether(held) && onlyTo(held).isEmpty() ? block(held) : List.of(held);
    }

    private boolean mayMoveAsOne(List<Allocation> block) {
        // One of another group that wants to be apart is all that the guard can look after.
        return !block.isEmpty()
                && block.stream().allMatch(member -> whyAlone(member).isEmpty())
                && block.stream()
                                .flatMap(member -> member.constraints().antiAffinity().stream())
                                .count()
                        <= 1;
    }

    /** Its affinity group, if all of it runs on one host and none of it moves. */
    private List<Allocation> block(Allocation held) {
        PlacementGroup group = held.constraints().affinity().orElseThrow();
        List<Allocation> members = situation.cluster().allocationsTogether(group);
        return members.stream()
                        .allMatch(member ->
                                member.purpose() == Purpose.RUN && member.host().equals(held.host()))
                ? members.stream()
                        .sorted(Comparator.comparing(Allocation::instance))
                        .toList()
                : List.of();
    }

    private Optional<Stay> whyAlone(Allocation held) {
        Cluster cluster = situation.cluster();
        if (held.purpose() != Purpose.RUN
                || cluster.allocation(held.instance(), Purpose.MIGRATION_TARGET).isPresent()) {
            return Optional.of(Stay.ALREADY_MOVING);
        }
        if (situation.atRest().contains(held.instance())) {
            return Optional.of(Stay.NOT_RUNNING);
        }
        Optional<Host> host = cluster.host(held.host());
        if (host.isEmpty() || !host.get().state().answers()) {
            return Optional.of(Stay.SOURCE_NOT_UP);
        }
        Set<RejectionReason> wishes = againstWishes(held, isForced(held));
        if (!wishes.isEmpty()) {
            return Optional.of(wishes.contains(RejectionReason.PINNED) ? Stay.PINNED : Stay.PAUSE_BUDGET);
        }
        boolean asked = named.contains(held.host()) || goal instanceof Goal.Repair;
        return situation.cooling().contains(held.instance()) && !asked ? Optional.of(Stay.COOLING) : Optional.empty();
    }

    /** Whether a move of the guest is against what its tenant asked, and is made nevertheless. */
    boolean overrides(Allocation held) {
        return isForced(held) && !againstWishes(held, false).isEmpty();
    }

    private boolean isForced(Allocation held) {
        return goal.isForced() && named.contains(held.host());
    }

    private Set<RejectionReason> againstWishes(Allocation held, boolean isForced) {
        Mobility asked = held.constraints().mobility();
        return asked.equals(Mobility.FREE)
                ? Set.of()
                : HardRules.mobility(
                        asked,
                        LiveMove.ALONE.pausing(situation.cost(held).pause()).forced(isForced));
    }

    /** Hosts that the guest left not long ago, where the goal is not worth bringing it back. */
    Set<HostId> notBackTo(Allocation guest) {
        return goal instanceof Goal.Balance || goal instanceof Goal.Consolidate
                ? situation.left().getOrDefault(guest.instance(), Set.of())
                : Set.of();
    }

    /** Of a group that is apart and wants to be together: the host where all the others are, if there is one. */
    Optional<HostId> onlyTo(Allocation guest) {
        if (!(goal instanceof Goal.Repair) || !isTogether(guest)) {
            return Optional.empty();
        }
        List<Allocation> others = others(guest);
        HostId first = others.getFirst().host();
        boolean one = others.stream().allMatch(other -> other.host().equals(first) && other.purpose() == Purpose.RUN);
        if (!one || first.equals(guest.host())) {
            return Optional.empty();
        }
        // Of two that are apart one moves: the smaller, of equals the one with the smaller id.
        return others.size() == 1 && !movesFor(guest, others.getFirst()) ? Optional.empty() : Optional.of(first);
    }

    private static boolean movesFor(Allocation guest, Allocation other) {
        int smaller = guest.resources().memory().compareTo(other.resources().memory());
        return smaller < 0 || smaller == 0 && guest.instance().compareTo(other.instance()) < 0;
    }

    /** Whether its tenant wants it on one host with others: those move as one or not at all. */
    private boolean isTogether(Allocation guest) {
        return guest.constraints().affinity().isPresent() && !others(guest).isEmpty();
    }

    private List<Allocation> others(Allocation guest) {
        PlacementGroup group = guest.constraints().affinity().orElseThrow();
        return situation.cluster().allocationsTogether(group).stream()
                .filter(other -> !other.instance().equals(guest.instance()))
                .toList();
    }
}
