package org.xenopolis.scheduler.operations;

import io.grpc.StatusRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.scheduler.placement.StalePlacementException;
import org.xenopolis.store.StoreFailures;

/**
 * Carries out one operation: forward, step by step, and back when a step is refused.
 *
 * <p>The position is logged before a call is made and together with what a store step does, so after a crash the step
 * that may have been under way is done again; both halves of every step are repeatable. A call whose outcome is not
 * known is repeated with the same command id until it is, or until the operation's time is over; then it is undone, by
 * asking, for as long as it takes the other side to answer.
 */
@ApplicationScoped
class SagaEngine {
    static final int STALE_MAX = 20;
    /** How often an agent may break on one command before that counts as a refusal. */
    static final int INTERNAL_MAX = 3;

    static final int REFUSED_MAX = 8;

    static final Duration BACKOFF_MIN = Duration.ofMillis(50);
    static final Duration BACKOFF_MAX = Duration.ofSeconds(3);
    private static final Logger LOG = Logger.getLogger(SagaEngine.class);

    private static final Problem BUG =
            Problem.of(ErrorKind.INTERNAL, "internal", "Something broke on our side; the operation was undone.");

    private static final OperationRecord.Position BEGINNING =
            new OperationRecord.Position(OperationState.RUNNING, 0, 0);

    /** The operation is not where this thread thought, or at its beginning again: read it, if it is still ours. */
    static final class MovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MovedException() {
            super("moved", null, false, false);
        }
    }

    private final OperationLog log;
    private final Sagas sagas;

    SagaEngine(OperationLog log, Sagas sagas) {
        this.log = log;
        this.sagas = sagas;
    }

    /** What an operation begins with, decided before it is accepted. */
    record Beginning(Change change, OperationRecord.Position to) {}

    /**
     * The first step, to be stored in the transaction that accepts the operation: one transaction less on the way.
     * Empty when that step is none of the store's, and when it is refused: then it is decided again after the
     * acceptance, and answered for as every step is.
     */
    Optional<Beginning> beginning(Work accepted) {
        List<Saga.Step> steps = sagas.of(accepted.operation().kind()).steps();
        if (steps.size() == 1 || !(steps.getFirst().act() instanceof Act.Store store)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Beginning(store.decision().decide(accepted, false), next(false, 1)));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** Runs an operation that was just accepted, as {@link #run} does. */
    void begin(Work accepted) {
        try {
            go(accepted, 0);
        } catch (MovedException e) {
            run(accepted.operation().id());
        }
    }

    /** Runs a claimed operation to its end; returns early when another process has it. */
    void run(OperationId id) {
        Optional<Work> work = patiently(() -> log.claimed(id));
        while (work.isPresent()) {
            try {
                boolean isNew = work.get().operation().position().step() == 0;
                go(work.get(), isNew ? 0 : patiently(() -> log.ageNanos(id)));
                return;
            } catch (MovedException e) {
                work = patiently(() -> log.claimed(id));
            }
        }
    }

    private void go(Work work, long ageNanos) {
        OperationRecord operation = work.operation();
        List<Saga.Step> steps = sagas.of(operation.kind()).steps();
        if (operation.position().state() == OperationState.UNDOING) {
            backward(work, steps, operation.position().step());
            return;
        }
        long deadline = System.nanoTime() + sagas.of(operation.kind()).limit().toNanos() - ageNanos;
        forward(work, steps, deadline);
    }

    private void forward(Work begun, List<Saga.Step> steps, long deadlineNanos) {
        Work work = begun;
        int step = work.operation().position().step();
        try {
            for (; step < steps.size(); step++) {
                boolean last = step == steps.size() - 1;
                switch (steps.get(step).act()) {
                    case Act.Store store -> work = store(work, store, next(last, step + 1));
                    case Act.Call call -> {
                        work = logged(work, OperationState.RUNNING, step);
                        String command =
                                work.operation().id() + "/" + steps.get(step).name();
                        work = call(work, call, command, deadlineNanos);
                        work = last ? commit(work, Change.to(work), next(true, step + 1)) : work;
                    }
                    case Act.Nothing nothing ->
                        work = last ? commit(work, Change.to(work), next(true, step + 1)) : work;
                }
            }
        } catch (ProblemException e) {
            LOG.debugf(
                    "operation %s: %s refused: %s",
                    begun.operation().id(), steps.get(step).name(), e.getMessage());
            backward(work.noting(operation -> operation.failing(e.problem().toDetail())), steps, step);
        } catch (MovedException | StoppedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "operation %s: a bug in %s",
                    begun.operation().id(),
                    steps.get(step).name());
            backward(work.noting(operation -> operation.failing(BUG.toDetail())), steps, step);
        }
    }

    private static OperationRecord.Position next(boolean last, int step) {
        return last
                ? new OperationRecord.Position(OperationState.SUCCEEDED, step, 100)
                : new OperationRecord.Position(OperationState.RUNNING, step, 0);
    }

    private void backward(Work failing, List<Saga.Step> steps, int from) {
        Work work = failing;
        for (int step = from; step >= 0; step--) {
            switch (steps.get(step).undo()) {
                case Act.Store store -> {
                    work = store(work, store, before(step));
                    if (work.operation().position().equals(BEGINNING)) {
                        throw new MovedException();
                    }
                }
                case Act.Call call -> {
                    work = logged(work, OperationState.UNDOING, step);
                    String command =
                            work.operation().id() + "/" + steps.get(step).name() + "/undo";
                    work = untilAnswered(work, call, command);
                }
                case Act.Nothing nothing -> {}
            }
        }
        if (!work.operation().position().isFinal()) {
            commit(work, Change.to(work), new OperationRecord.Position(OperationState.FAILED, 0, 0));
        }
    }

    private static OperationRecord.Position before(int step) {
        return step == 0
                ? new OperationRecord.Position(OperationState.FAILED, 0, 0)
                : new OperationRecord.Position(OperationState.UNDOING, step - 1, 0);
    }

    /** The log before the act. */
    private Work logged(Work work, OperationState state, int step) {
        OperationRecord.Position position = work.operation().position();
        return position.state() == state && position.step() == step
                ? work
                : commit(work, Change.to(work), new OperationRecord.Position(state, step, 0));
    }

    private Work store(Work work, Act.Store store, OperationRecord.Position to) {
        for (int stale = 0; ; stale++) {
            try {
                Change change = store.decision().decide(work, stale > 0);
                return commit(work, change, change.restarts() ? BEGINNING : to);
            } catch (StalePlacementException e) {
                if (stale >= STALE_MAX) {
                    throw Problem.of(
                                    ErrorKind.NO_CAPACITY,
                                    "placement-contended",
                                    "Too many others want the same room; try again later.")
                            .because(e);
                }
            }
        }
    }

    private Work commit(Work work, Change change, OperationRecord.Position to) {
        return patiently(() -> log.commit(work, change, to)).orElseThrow(MovedException::new);
    }

    /** Repeats what the database failed, because it comes back; a commit that did happen is seen by its position. */
    private static <T> T patiently(Supplier<T> work) {
        for (int attempt = 0; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (!StoreFailures.isInfrastructure(e)) {
                    throw e;
                }
                LOG.warnf("the database fails, trying again: %s", e.getMessage());
                pause(attempt);
            }
        }
    }

    private Work call(Work work, Act.Call call, String command, long deadlineNanos) {
        int broken = 0;
        for (int attempt = 0; ; attempt++) {
            try {
                return call.command().call(work, command);
            } catch (StatusRuntimeException e) {
                Problem problem = ProblemStatus.toProblem(e);
                broken += problem.kind() == ErrorKind.INTERNAL ? 1 : 0;
                boolean mayPass = problem.kind() == ErrorKind.UNAVAILABLE || problem.kind() == ErrorKind.INTERNAL;
                if (!mayPass || broken >= INTERNAL_MAX || System.nanoTime() - deadlineNanos > 0) {
                    throw problem.because(e);
                }
                pause(attempt);
            }
        }
    }

    /** For undoing: until the other side has said something. What it refuses for good is left to the reconciler. */
    private Work untilAnswered(Work work, Act.Call call, String command) {
        int refused = 0;
        for (int attempt = 0; ; attempt++) {
            try {
                return call.command().call(work, command);
            } catch (StatusRuntimeException | ProblemException e) {
                Problem problem = e instanceof StatusRuntimeException status
                        ? ProblemStatus.toProblem(status)
                        : ((ProblemException) e).problem();
                refused += problem.kind() == ErrorKind.UNAVAILABLE ? 0 : 1;
                if (problem.kind() == ErrorKind.NOT_FOUND || refused >= REFUSED_MAX) {
                    return work;
                }
                if (attempt % 20 == 0) {
                    LOG.warnf("%s is not undone yet: %s", command, e.getMessage());
                }
                pause(attempt);
            }
        }
    }

    private static void pause(int attempt) {
        long most = Math.min(BACKOFF_MAX.toMillis(), BACKOFF_MIN.toMillis() << Math.min(attempt, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }
}
