package org.xenopolis.planner.plans;

import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.planner.plans.PlanProgress.Next;
import org.xenopolis.planner.scheduling.MoveStatus;
import org.xenopolis.planner.scheduling.Scheduler;
import org.xenopolis.planner.scheduling.Submission;

/**
 * Takes one approved plan to its end: a step, its operation, the next step. A refused step does not stop the others,
 * because no step of a plan needs another one; and nothing that moves is ever stopped. All that it knows is stored, so
 * it may end anywhere and be started again by anybody.
 */
final class PlanRun {
    /** How long a plan stays claimed without a sign of life; longer than any call to the scheduler may take. */
    static final Duration HOLD = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(PlanRun.class);

    private final PlanProgress progress;
    private final Scheduler scheduler;
    private final IdSource ids;
    private final Pace pace;
    private final UUID executor;

    /** Waits between two questions to the scheduler. */
    @FunctionalInterface
    interface Pace {
        /** @param failures how many times in a row the scheduler did not answer */
        void rest(int failures) throws InterruptedException;
    }

    PlanRun(PlanProgress progress, Scheduler scheduler, IdSource ids, Pace pace, UUID executor) {
        this.progress = progress;
        this.scheduler = scheduler;
        this.ids = ids;
        this.pace = pace;
        this.executor = executor;
    }

    /** Returns when the plan has ended, or when somebody else has claimed it. */
    void run(PlanId plan) throws InterruptedException {
        int failures = 0;
        while (true) {
            Next next = progress.next(plan, executor, HOLD);
            try {
                switch (next) {
                    case Next.Lost lost -> {
                        return;
                    }
                    case Next.Finish finish -> {
                        progress.finish(plan, executor);
                        return;
                    }
                    case Next.Start start -> start(plan, start);
                    case Next.Follow follow -> {
                        if (follow(plan, follow)) {
                            pace.rest(0);
                        }
                    }
                }
                failures = 0;
            } catch (ProblemException e) {
                failures++;
                LOG.warnf("plan %s waits for the scheduler (%d): %s", plan, failures, e.getMessage());
                pace.rest(failures);
            }
        }
    }

    private void start(PlanId plan, Next.Start next) {
        OperationId operation = new OperationId(ids.next());
        if (progress.start(plan, next.step().number, operation, executor)) {
            submit(plan, next.step(), operation);
        }
    }

    /** Whether it is still under way. */
    private boolean follow(PlanId plan, Next.Follow next) {
        int step = next.step().number;
        return switch (scheduler.status(next.operation())) {
            case MoveStatus.UnderWay underWay -> true;
            case MoveStatus.Succeeded succeeded -> {
                progress.end(plan, step, StepState.MOVED, "");
                yield false;
            }
            case MoveStatus.Failed failed -> {
                progress.end(plan, step, StepState.STEP_FAILED, failed.why());
                yield false;
            }
            case MoveStatus.Unknown unknown -> {
                // Stored, but never said: we ended in between.
                if (next.stored().plan().state == PlanState.EXECUTING) {
                    submit(plan, next.step(), next.operation());
                } else {
                    progress.end(plan, step, StepState.SKIPPED, "The plan was cancelled before this step began.");
                }
                yield false;
            }
        };
    }

    private void submit(PlanId plan, StepRow step, OperationId operation) {
        switch (scheduler.submit(step.step(), operation, "plan:" + plan)) {
            case Submission.Accepted accepted -> {}
            case Submission.Refused refused -> progress.end(plan, step.number, StepState.REFUSED, refused.why());
        }
    }
}
