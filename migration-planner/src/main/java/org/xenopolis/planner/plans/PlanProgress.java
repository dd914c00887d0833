package org.xenopolis.planner.plans;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.plans.StepState;

/**
 * Where executors write down how far approved plans are. A claim lets one executor work on a plan at a time; after a
 * crash it runs out and another one goes on from what is written.
 */
interface PlanProgress {
    /** Claims open plans that nobody has, the oldest first. */
    List<PlanId> claim(UUID executor, Duration hold, int max);

    /**
     * What to do next, the claim renewed; nothing when the claim was lost. Steps that can no longer be done are written
     * down as skipped.
     */
    Next next(PlanId plan, UUID executor, Duration hold);

    /** The operation id is stored before the scheduler hears of it. False when the plan was cancelled meanwhile. */
    boolean start(PlanId plan, int step, OperationId operation, UUID executor);

    void end(PlanId plan, int step, StepState state, String outcome);

    /** DONE when all that was approved was moved, else PARTLY_DONE; a cancelled plan stays cancelled. */
    void finish(PlanId plan, UUID executor);

    /** What an executor finds. */
    sealed interface Next {
        /** Moves to ask about, and steps to begin; of both there may be none for a while. */
        record Work(PlanTable.Stored stored, List<StepRow> moving, List<StepRow> begin) implements Next {}

        record Finish() implements Next {}

        /** Nothing is to be done until an operator says that the next phase may begin; the claim is given back. */
        record Parked() implements Next {}

        record Lost() implements Next {}
    }
}
