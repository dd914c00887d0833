package org.xenopolis.planner.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;

/**
 * The planner that was there before the engine, kept as what it has to beat. One move after the other, each the best at its time: to balance, the one that cools the hottest host most for what it
 * costs. Does not look ahead, moves no groups and never swaps guests.
 */
final class GreedyPlanner implements Planner {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Thresholds thresholds;

    public GreedyPlanner(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /** A drain of an unknown host is an {@link IllegalArgumentException}. */
    @Override
    public Proposal plan(Situation situation, Goal goal) {
        return switch (goal) {
            case Goal.Balance balance -> balance(situation, balance.movesMax());
            case Goal.Drain drain -> new DrainPlanning(situation, thresholds).plan(drain);
            case Goal.Consolidate consolidate -> throw new UnsupportedOperationException();
            case Goal.Repair repair -> throw new UnsupportedOperationException();
            case Goal.Maintenance maintenance -> throw new UnsupportedOperationException();
        };
    }

    private Proposal balance(Situation situation, int movesMax) {
        Board before = new Board(situation, thresholds);
        List<Host> hot = hot(before);
        Draft draft = new Draft(situation, thresholds);
        Set<HostId> givenUp = new HashSet<>();
        while (draft.steps().size() < movesMax) {
            Optional<Host> hottest = hot(draft.board()).stream()
                    .filter(host -> !givenUp.contains(host.id()))
                    .findFirst();
            if (hottest.isEmpty()) {
                break;
            }
            Host from = hottest.get();
            Optional<Candidate> best = best(draft, from);
            if (best.isEmpty()) {
                givenUp.add(from.id());
                continue;
            }
            Host to = best.get().target();
            draft.move(
                    best.get().guest(),
                    to,
                    Words.balanceReason(draft.board(), from, to, thresholds),
                    Words.balanceIfSkipped(draft.board(), from));
        }
        return new Proposal(
                draft.steps(),
                List.of(),
                draft.changes(before),
                List.of(),
                Words.balanceSummary(before, draft.board(), hot, draft.steps().size(), thresholds),
                Benefit.NONE,
                java.time.Duration.ZERO,
                java.time.Duration.ZERO);
    }

    /** Hosts above a threshold that could give a guest away, the hottest first. */
    private static List<Host> hot(Board board) {
        return board.cluster().hosts().stream()
                .filter(host -> host.state().answers() && board.heat(host) > 1)
                .sorted(Comparator.<Host>comparingDouble(board::heat).reversed().thenComparing(Host::id))
                .toList();
    }

    private Optional<Candidate> best(Draft draft, Host from) {
        List<Candidate> candidates = new ArrayList<>();
        if (!draft.mayGive(from.id())) {
            return Optional.empty();
        }
        for (Allocation guest : draft.movable(from.id())) {
            MoveCost cost = draft.cost(guest);
            for (Host to : draft.board().cluster().hosts()) {
                double gain = gain(draft.board(), from, to, guest) - price(cost);
                if (gain >= thresholds.gainMin()) {
                    candidates.add(new Candidate(guest, to, gain, cost));
                }
            }
        }
        // The rules cost more than the gain: asked from the best on, until one says yes.
        return candidates.stream()
                .sorted(Candidate.BEST_FIRST)
                .filter(candidate -> draft.mayTake(candidate.target(), candidate.guest()))
                .findFirst();
    }

    /** How much cooler the hotter of the two becomes; nothing when that makes the target hot. */
    private static double gain(Board board, Host from, Host to, Allocation guest) {
        double target = board.heatWith(to, guest);
        if (to.id().equals(from.id()) || target > 1) {
            return 0;
        }
        return board.heat(from) - Math.max(board.heatWithout(from, guest), target);
    }

    private double price(MoveCost cost) {
        return thresholds.copySecondCost() * cost.copy().toNanos() / NANOS_PER_SECOND
                + thresholds.pauseSecondCost() * cost.pause().toNanos() / NANOS_PER_SECOND;
    }
}
