package org.xenopolis.planner.scheduling;

import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.planner.core.Step;

/**
 * The scheduler. Every method throws a {@code ProblemException} of kind UNAVAILABLE or INTERNAL when no answer came, or
 * none that says whether the call had its effect; the same call may then be made again.
 */
public interface Scheduler {
    SnapshotResponse snapshot();

    /**
     * Asks for the move; again with the same operation id, it has no second effect.
     *
     * @param cause for the audit
     */
    Submission submit(Step step, OperationId operation, String cause);

    MoveStatus status(OperationId operation);
}
