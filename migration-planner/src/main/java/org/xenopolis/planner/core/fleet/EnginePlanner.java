package org.xenopolis.planner.core.fleet;

import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Planner;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Thresholds;

/** Plans with the engine of {@code core/search}. The effort is counted in moves looked at, so that no clock is asked. */
public final class EnginePlanner implements Planner {
    /** Some seconds of one core at the most, for a fleet of some thousand guests and more. */
    public static final Effort USUAL = new Effort(4_000, 100_000, 10_000_000);

    /**
     * How many moves a search looks at.
     *
     * @param perGuest of those that may move
     */
    public record Effort(int perGuest, long least, long most) {
        long of(int guests) {
            return Math.min(most, Math.max(least, (long) perGuest * guests));
        }
    }

    private final Thresholds thresholds;
    private final Effort effort;

    public EnginePlanner(Thresholds thresholds, Effort effort) {
        this.thresholds = thresholds;
        this.effort = effort;
    }

    /** A goal that names an unknown host is an {@link IllegalArgumentException}. */
    @Override
    public Proposal plan(Situation situation, Goal goal) {
        goal.hosts().forEach(host -> {
            if (situation.cluster().host(host).isEmpty()) {
                throw new IllegalArgumentException("there is no host " + host);
            }
        });
        Movers movers = new Movers(situation, goal);
        Fleet fleet = new Fleet(situation, movers);
        Draft draft = new Draft(fleet, movers, thresholds, goal);
        long tries = effort.of(fleet.guests.length);
        return switch (goal) {
            case Goal.Balance balance -> new Balancing(draft, tries).plan();
            case Goal.Drain drain -> new Draining(draft, tries).plan(drain);
            case Goal.Consolidate consolidate -> new Consolidating(draft, tries).plan();
            case Goal.Repair repair -> new Repairing(draft, tries).plan();
            case Goal.Maintenance maintenance -> new Maintaining(draft).plan(maintenance);
        };
    }
}
