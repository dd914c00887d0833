package org.xenopolis.planner.automation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.plans.Automation;
import org.xenopolis.contracts.plans.AutomationMode;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Proposal;

/** Proposes, and where that is allowed approves, without anybody asking; one replica at a time for each goal. */
@ApplicationScoped
public class Autopilot {
    private static final Logger LOG = Logger.getLogger(Autopilot.class);

    /** More than may be approved by itself, so that a small plan is small by nature and not cut off. */
    private static final int MOVES_PROPOSED = 50;

    /** The plans, as automation needs them. */
    public interface Plans {
        boolean isOpen(PlanGoal goal);

        Proposal draft(Goal goal);

        PlanId propose(Goal goal, Proposal drafted);

        void approve(PlanId plan, String cause);
    }

    private final AutomationTable table;
    private final InstantSource clock;

    Autopilot(AutomationTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    public void look(Plans plans) {
        Instant now = clock.instant();
        for (Automation rules : table.all()) {
            if (rules.getMode() != AutomationMode.MANUAL
                    && Windows.areOpen(rules.getWindowsList(), now)
                    && !plans.isOpen(rules.getGoal())
                    && table.begin(rules.getGoal(), now)) {
                propose(plans, rules);
            }
        }
    }

    private void propose(Plans plans, Automation rules) {
        Optional<Goal> goal = goal(rules);
        if (goal.isEmpty()) {
            return;
        }
        Proposal proposal = plans.draft(goal.get());
        Verdict verdict = Verdict.of(rules, proposal);
        if (verdict == Verdict.DROP) {
            return;
        }
        PlanId plan = plans.propose(goal.get(), proposal);
        table.proposed(rules.getGoal(), plan.value());
        LOG.infof("proposed %s by itself: %s", rules.getGoal(), plan);
        if (verdict == Verdict.APPROVE) {
            plans.approve(plan, "automation:" + rules.getMode());
        }
    }

    private static Optional<Goal> goal(Automation rules) {
        int moves = Math.max(MOVES_PROPOSED, rules.getMovesMax());
        return switch (rules.getGoal()) {
            case BALANCE -> Optional.of(new Goal.Balance(Math.min(moves, Goal.MOVES_MAX)));
            case CONSOLIDATE -> Optional.of(new Goal.Consolidate(Math.min(moves, Goal.MOVES_MAX)));
            case REPAIR -> Optional.of(new Goal.Repair(Math.min(moves, Goal.MOVES_MAX)));
            case DRAIN, MAINTENANCE, PLAN_GOAL_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }
}
