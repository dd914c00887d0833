package org.xenopolis.planner.core.fleet;

import org.xenopolis.planner.core.Goal;

/**
 * What a goal wants, in heat.
 *
 * @param excess heat above 1
 * @param spread the square of a host's heat: it is least where all are alike
 * @param memory the square of the promised share of a host's memory: room is left everywhere for guests of a host that
 *     fails
 * @param on a host with guests
 * @param conflict a member of a group too many on a host
 */
record Weights(double excess, double spread, double memory, double on, double conflict) {
    /** A host that was not hot is not to become so, whomever it would help. */
    static final double NEWLY_HOT = 1_000;
    /** Being on a host that is to be empty; more than whatever a move may cost. */
    static final double STAY = 100_000;
    /** Each move beyond the limit. */
    static final double BEYOND = 1_000_000;

    /** With the gains counted at a discount. */
    Weights times(double kept) {
        return new Weights(excess * kept, spread * kept, memory, on * kept, conflict);
    }

    static Weights of(Goal goal) {
        return switch (goal) {
            case Goal.Balance balance -> new Weights(3, 0.05, 0, 0, 0);
            case Goal.Drain drain -> new Weights(1, 0.05, 0, 0, 0);
            case Goal.Consolidate consolidate -> new Weights(1, 0, 0, 0.5, 0);
            case Goal.Repair repair -> new Weights(1, 0, 1, 0, 1_000);
            case Goal.Maintenance maintenance -> new Weights(1, 0.05, 0, 0, 0);
        };
    }
}
