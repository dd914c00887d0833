package org.xenopolis.planner.rehearsal;

import java.util.List;
import java.util.SplittableRandom;
import org.xenopolis.cluster.HostId;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.execution.Turn.Progress;
import org.xenopolis.planner.core.fleet.EnginePlanner;

/**
 * One plan from its making to its end, everything drawn from one seed: a fleet, a goal, which steps an operator leaves
 * out, in which order moves get on, and where links break, hosts fall silent, steps are refused and the executor dies.
 * The invariants are asked after every event.
 */
public final class Rehearsal {
    private static final EnginePlanner PLANNER =
            new EnginePlanner(Thresholds.DEFAULT, new EnginePlanner.Effort(50, 4_096, 4_096));
    private static final int EVENTS_MAX = 20_000;

    /**
     * @param broken what was found wrong, nothing when all is well
     */
    public record Outcome(long seed, String goal, int steps, int moved, int events, int faults, List<String> broken) {}

    private final SplittableRandom random;
    private final long seed;
    private int faults;

    private Rehearsal(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** @param faulty how likely something goes wrong at an event; 0 for a good day */
    public static Outcome of(long seed, double faulty) {
        return new Rehearsal(seed).run(faulty);
    }

    private Outcome run(double faulty) {
        RandomFleet fleets = new RandomFleet(random);
        Situation situation = fleets.situation();
        Goal goal = fleets.goal(situation.cluster());
        Proposal proposal = PLANNER.plan(situation, goal);
        ModelFleet fleet = new ModelFleet(situation);
        ModelExecutor executor = new ModelExecutor(proposal, fleet, random, faulty == 0 ? 0 : 0.1);
        int events = 0;
        while (!executor.isOver() && events < EVENTS_MAX && fleet.broken().isEmpty()) {
            // Faults stop after a while, and then everything has to end.
            event(fleet, executor, events < EVENTS_MAX / 10 ? faulty : 0);
            events++;
        }
        if (!executor.isOver() && fleet.broken().isEmpty()) {
            fleet.broken().add("I3: the plan never ends");
        }
        fleet.judgeAtRest();
        int moved = 0;
        for (var step : proposal.steps()) {
            boolean isLast = proposal.steps().stream()
                    .noneMatch(later -> later.number() > step.number()
                            && later.instance().equals(step.instance())
                            && executor.progress().get(later.number()) == Progress.MOVED);
            if (executor.progress().get(step.number()) == Progress.MOVED) {
                moved++;
                if (isLast && !fleet.whereRuns(step.instance()).equals(step.to())) {
                    fleet.broken().add("said to have moved, and is elsewhere: " + step);
                }
            }
        }
        return new Outcome(
                seed,
                goal.getClass().getSimpleName(),
                proposal.steps().size(),
                moved,
                events,
                faults,
                List.copyOf(fleet.broken()));
    }

    private void event(ModelFleet fleet, ModelExecutor executor, double faulty) {
        List<HostId> hosts = fleet.hosts();
        HostId host = hosts.get(random.nextInt(hosts.size()));
        if (hits(faulty / 3)) {
            fleet.fallSilent(host);
        } else if (faulty == 0 || random.nextInt(8) == 0) {
            fleet.speakAgain(host);
        }
        List<ModelMove> open =
                fleet.moves().values().stream().filter(move -> !move.isOver()).toList();
        if (open.isEmpty() || random.nextInt(4) == 0) {
            executor.look(hits(faulty), hits(faulty));
        } else {
            fleet.advance(open.get(random.nextInt(open.size())), hits(faulty));
        }
    }

    private boolean hits(double chance) {
        boolean hit = chance > 0 && random.nextDouble() < chance;
        faults += hit ? 1 : 0;
        return hit;
    }
}
