package org.xenopolis.planner.plans;

import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
 * Takes one approved plan to its end: all steps that may run at once, their operations, the steps that waited for them. A
 * refused step does not stop those that do not wait for it; and nothing that moves is ever stopped. All that it knows is stored, so
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

    /** Returns when the plan has ended or waits for an operator, or when somebody else has claimed it. */
    void run(PlanId plan) throws InterruptedException {
        int failures = 0;
        while (true) {
            switch (progress.next(plan, executor, HOLD)) {
                case Next.Lost lost -> {
                    return;
                }
                case Next.Parked parked -> {
                    return;
                }
                case Next.Finish finish -> {
                    progress.finish(plan, executor);
                    return;
                }
                case Next.Work work -> {
                    Look look = work(plan, work);
                    failures = look.unanswered ? failures + 1 : 0;
                    if (look.unanswered) {
                        LOG.warnf("plan %s waits for the scheduler (%d)", plan, failures);
                    }
                    if (look.unanswered || !look.changed) {
                        pace.rest(failures);
                    }
                }
            }
        }
    }

    /** What one round of questions came to. */
    private record Look(boolean changed, boolean unanswered) {}

    private Look work(PlanId plan, Next.Work work) {
        boolean changed = work.moving().isEmpty() && work.begin().isEmpty();
        boolean unanswered = false;
        Iterator<Supplier<Boolean>> deeds = Stream.<Supplier<Boolean>>concat(
                        work.moving().stream().map(step -> () -> follow(plan, work, step)),
                        work.begin().stream().map(step -> () -> start(plan, step)))
                .iterator();
        // A scheduler that does not answer one question is not asked the others.
        while (deeds.hasNext() && !unanswered) {
            try {
                changed |= deeds.next().get();
            } catch (ProblemException e) {
                LOG.debugf("plan %s: %s", plan, e.getMessage());
                unanswered = true;
            }
        }
        return new Look(changed, unanswered);
    }

    /** Whether that changed anything. */
    private boolean start(PlanId plan, StepRow step) {
        OperationId operation = new OperationId(ids.next());
        if (progress.start(plan, step.number, operation, executor)) {
            submit(plan, step, operation);
        }
        return true;
    }

    /** Whether it has ended, or had to be said again. */
    private boolean follow(PlanId plan, Next.Work work, StepRow row) {
        if (row.operationId == null) {
            throw new IllegalStateException("a step moves without an operation: " + plan);
        }
        OperationId operation = new OperationId(row.operationId);
        int step = row.number;
        return switch (scheduler.status(operation)) {
            case MoveStatus.UnderWay underWay -> false;
            case MoveStatus.Succeeded succeeded -> {
                progress.end(plan, step, StepState.MOVED, "");
                yield true;
            }
            case MoveStatus.Failed failed -> {
                progress.end(plan, step, StepState.STEP_FAILED, failed.why());
                yield true;
            }
            case MoveStatus.Unknown unknown -> {
                // Stored, but never said: we ended in between.
                if (work.stored().plan().state == PlanState.EXECUTING) {
                    submit(plan, row, operation);
                } else {
                    progress.end(plan, step, StepState.SKIPPED, "The plan was cancelled before this step began.");
                }
                yield true;
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
