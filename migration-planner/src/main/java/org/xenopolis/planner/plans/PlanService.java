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
import org.xenopolis.contracts.plans.PlanRegret;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.execution.Turn;

/** Proposes, approves, cancels. */
@ApplicationScoped
class PlanService {
    private final Drafts drafts;
    private final PlanDesk desk;
    private final PlanExecutor executor;
    private final RegretWatch regrets;

    PlanService(Drafts drafts, PlanDesk desk, PlanExecutor executor, RegretWatch regrets) {
        this.drafts = drafts;
        this.desk = desk;
        this.executor = executor;
        this.regrets = regrets;
    }

    /** Asked again with the same id, it answers the same plan; with another goal, CONFLICT. */
    Plan propose(PlanId id, Goal goal) {
        return propose(id, goal, Optional.empty());
    }

    /** Plans anew for the goal of a plan that has ended: what is left of it, as things are now. */
    Plan replan(PlanId ended, PlanId id) {
        Plan before = get(ended);
        boolean hasEnded =
                switch (before.getState()) {
                    case DONE, PARTLY_DONE, PLAN_CANCELLED, EXPIRED -> true;
                    case PROPOSED, APPROVED, EXECUTING, PLAN_STATE_UNSPECIFIED, UNRECOGNIZED -> false;
                };
        if (!hasEnded) {
            throw conflict("plan-not-ended", "The plan is " + before.getState() + "; let it end, or cancel it first.");
        }
        return propose(id, goalOf(before), Optional.of(ended));
    }

    private Plan propose(PlanId id, Goal goal, Optional<PlanId> follows) {
        Plan plan = desk.find(id).orElseGet(() -> {
            Drafts.Draft draft = drafts.of(goal);
            return desk.create(id, goal, draft.proposal(), new PlanDesk.Circumstances(draft.forecast(), follows));
        });
        if (!goalOf(plan).equals(goal)) {
            throw conflict("plan-id-taken", "A plan with this id and another goal exists; choose a new id.");
        }
        return plan;
    }

    PlanRegret regret(PlanId id) {
        get(id);
        return regrets.find(id)
                .orElseThrow(() -> Problem.of(
                                ErrorKind.CONFLICT,
                                "no-regret-yet",
                                "The plan has not ended, or its hosts were not watched for long enough; ask again later.")
                        .exception());
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
    Plan approve(PlanId id, String hashHex, Set<Integer> asked, String cause) {
        Plan before = get(id);
        if (!before.getHashHex().equals(hashHex)) {
            throw conflict("plan-hash-differs", "This is not the plan that was shown; look at it again.");
        }
        requireSteps(before, asked);
        // What waits for a step that is left out cannot be done either.
        Set<Integer> skip = Turn.withDependents(
                before.getStepsList().stream().map(PlanService::item).toList(), asked);
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

    /** The hosts of the phase are back in service. Said again, it answers the plan. */
    Plan release(PlanId id, int phase) {
        Plan before = get(id);
        boolean isLast = phase >= before.getPhasesCount();
        if (before.getReleasedPhase() > phase) {
            return before;
        }
        if (isLast || before.getReleasedPhase() < phase || !desk.release(id, phase)) {
            throw conflict(
                    "plan-phase-open",
                    "Phase " + phase + " is not one whose steps have all ended and that another one follows.");
        }
        executor.wake();
        return get(id);
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

    private static Goal goalOf(Plan plan) {
        PlanRow row = new PlanRow();
        row.goal = plan.getGoal();
        row.movesMax = plan.getMovesMax();
        row.groupMax = plan.getGroupMax();
        row.forced = plan.getForce();
        // Plans of before it was known may lose one host.
        row.failures = Math.max(1, plan.getFailures());
        row.hostIds = String.join(",", plan.getHostIdsList());
        return row.goal();
    }

    private static Turn.Item item(PlanStep step) {
        return new Turn.Item(
                step.getNumber(),
                HostId.of(step.getFromHostId()),
                HostId.of(step.getToHostId()),
                step.getAfterList(),
                step.getPhase(),
                step.getPredictedStartMillis(),
                step.getBlock(),
                Turn.Progress.WAITING);
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
            // With an outcome, it was the executor that had to leave it out.
            if (step.getState() == StepState.SKIPPED && step.getOutcome().isEmpty()) {
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
