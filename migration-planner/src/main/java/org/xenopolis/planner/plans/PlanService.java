package org.xenopolis.planner.plans;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Planner;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.loads.Loads;
import org.xenopolis.planner.scheduling.Scheduler;
import org.xenopolis.planner.scheduling.SnapshotReader;

/** Proposes, approves, cancels. */
@ApplicationScoped
class PlanService {
    private final Planner planner;
    private final Scheduler scheduler;
    private final Loads loads;
    private final PlanDesk desk;
    private final PlanExecutor executor;

    PlanService(Planner planner, Scheduler scheduler, Loads loads, PlanDesk desk, PlanExecutor executor) {
        this.planner = planner;
        this.scheduler = scheduler;
        this.loads = loads;
        this.desk = desk;
        this.executor = executor;
    }

    /** Asked again with the same id, it answers the same plan; with another goal, CONFLICT. */
    Plan propose(PlanId id, Goal goal) {
        Plan plan = desk.find(id).orElseGet(() -> desk.create(id, goal, planner.plan(situation(goal), goal)));
        if (!goalOf(plan).equals(goal)) {
            throw conflict("plan-id-taken", "A plan with this id and another goal exists; choose a new id.");
        }
        return plan;
    }

    Plan get(PlanId id) {
        return desk.find(id)
                .orElseThrow(() -> Problem.of(ErrorKind.NOT_FOUND, "no-such-plan", "There is no such plan.")
                        .exception());
    }

    List<Plan> list(Optional<PlanId> after, int limit) {
        return desk.list(after, limit);
    }

    /** Approved again with the same hash and steps, it answers the plan and changes nothing. */
    Plan approve(PlanId id, String hashHex, Set<Integer> skip, String cause) {
        Plan before = get(id);
        if (!before.getHashHex().equals(hashHex)) {
            throw conflict("plan-hash-differs", "This is not the plan that was shown; look at it again.");
        }
        requireSteps(before, skip);
        if (desk.approve(id, hashHex, skip, cause)) {
            executor.wake();
            return get(id);
        }
        Plan now = get(id);
        boolean approvedAsAsked = (now.getState() == PlanState.APPROVED || now.getState() == PlanState.EXECUTING)
                && skipped(now).equals(new TreeSet<>(skip));
        if (!approvedAsAsked) {
            throw notOpen(now);
        }
        return now;
    }

    /** Cancelled again, it answers the plan. */
    Plan cancel(PlanId id) {
        Plan plan = get(id);
        if (!desk.cancel(id)) {
            plan = get(id);
            if (plan.getState() != PlanState.PLAN_CANCELLED) {
                throw notOpen(plan);
            }
        }
        executor.wake();
        return get(id);
    }

    private Situation situation(Goal goal) {
        Situation situation = loads.completed(SnapshotReader.read(scheduler.snapshot()));
        if (goal instanceof Goal.Drain drain
                && situation.cluster().host(drain.host()).isEmpty()) {
            throw Problem.of(ErrorKind.NOT_FOUND, "no-such-host", "There is no such host.")
                    .exception();
        }
        return situation;
    }

    private static Goal goalOf(Plan plan) {
        return plan.getGoal() == PlanGoal.DRAIN
                ? new Goal.Drain(HostId.of(plan.getDrainHostId()), plan.getMovesMax())
                : new Goal.Balance(plan.getMovesMax());
    }

    private static void requireSteps(Plan plan, Set<Integer> skip) {
        for (int number : skip) {
            if (number < 1 || number > plan.getStepsCount()) {
                throw Problem.of(ErrorKind.INVALID, "no-such-step", "The plan has no step " + number + ".")
                        .exception();
            }
        }
    }

    private static Set<Integer> skipped(Plan plan) {
        Set<Integer> skipped = new TreeSet<>();
        for (PlanStep step : plan.getStepsList()) {
            if (step.getState() == StepState.SKIPPED) {
                skipped.add(step.getNumber());
            }
        }
        return skipped;
    }

    private static ProblemException notOpen(Plan plan) {
        return plan.getState() == PlanState.EXPIRED
                ? conflict("plan-expired", "The plan is too old to be true; propose a new one.")
                : conflict("plan-not-open", "The plan is " + plan.getState() + " and can no longer be changed so.");
    }

    private static ProblemException conflict(String code, String message) {
        return Problem.of(ErrorKind.CONFLICT, code, message).exception();
    }
}
