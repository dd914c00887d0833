package org.xenopolis.scheduler.migrations;

import static org.xenopolis.contracts.agent.MigrationPhase.ABORTED;
import static org.xenopolis.contracts.agent.MigrationPhase.COMPLETED;

import io.grpc.StatusRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.scheduler.operations.Progress;
import org.xenopolis.scheduler.operations.Work;

/**
 * The copy and the hand-over, as the two agents carry them out. When the stream breaks, nobody here concludes anything:
 * the {@link Referee} asks both ends until the receiver's journal has decided.
 */
@ApplicationScoped
class Transfer {
    static final String COPIED_BYTES = "copied_bytes";
    static final String COPY_NANOS = "copy_nanos";
    static final String ROUNDS = "rounds";
    static final String PAUSE_NANOS = "pause_nanos";
    static final String PREDICTED_COPY_NANOS = "predicted_copy_nanos";
    static final String PREDICTED_PAUSE_NANOS = "predicted_pause_nanos";
    private static final String LEFT_OVER = "left_over";

    /** How long the source is asked to clear its copy before the instance goes on without that. */
    static final Duration CLEAR_MAX = Duration.ofSeconds(20);

    private static final Logger LOG = Logger.getLogger(Transfer.class);

    private final MigrationEnds ends;
    private final Referee referee;
    private final MigrationVolumes volumes;
    private final Progress progress;
    private final MigrationGroup group;

    Transfer(MigrationEnds ends, Referee referee, MigrationVolumes volumes, Progress progress, MigrationGroup group) {
        this.group = group;
        this.ends = ends;
        this.referee = referee;
        this.volumes = volumes;
        this.progress = progress;
    }

    Work prepare(Work work, String command) {
        group.requireAllHaveTheirPlaces(work);
        MigrationView view =
                ends.prepare(work, command, volumes.of(work.instance().id()));
        return noting(work, view);
    }

    /** Also when it was never prepared: then the receiver writes down that it never will be. */
    Work abort(Work work, String command) {
        if (!ends.targetIsOff(work)) {
            var ignored = ends.abortAtTarget(work, command);
        }
        return work;
    }

    Work run(Work work, String command) {
        MigrationView last = MigrationView.getDefaultInstance();
        try {
            last = send(work, command);
        } catch (StatusRuntimeException e) {
            LOG.infof(
                    "migration %s: the source says no more: %s",
                    work.operation().id(), e.getStatus());
        }
        Referee.Decision decision = referee.decide(work, command, last);
        Work noted = noting(work, decision.receiver().getCopiedBytes() > 0 ? decision.receiver() : last);
        noted = noting(noted, last);
        if (decision.completed()) {
            boolean cleared = last.getPhase() == COMPLETED;
            return noted.noting(operation -> operation.having(Map.of(LEFT_OVER, String.valueOf(!cleared))));
        }
        throw failure(last);
    }

    /** The stream runs to its end; what it says on the way is noted as progress. */
    private MigrationView send(Work work, String command) {
        MigrationView last = MigrationView.getDefaultInstance();
        long memory = work.instance().spec().getResources().getMemoryBytes();
        int told = 0;
        for (var views = ends.send(work, command); views.hasNext(); ) {
            last = views.next();
            int percent = (int) Math.min(99, last.getCopiedBytes() * 100 / Math.max(1, memory));
            if (percent >= told + 10) {
                progress.note(work.operation().id(), percent);
                told = percent;
            }
        }
        return last;
    }

    private static RuntimeException failure(MigrationView last) {
        return last.hasError() && !last.getError().getKind().isEmpty()
                ? Problem.from(last.getError()).exception()
                : Problem.of(
                                ErrorKind.UNAVAILABLE,
                                "migration-aborted",
                                "The migration was given up; the instance runs where it was.")
                        .exception();
    }

    /** The receiver has aborted for ever, so the source goes on. Repeated until it says so, or is proven to be off. */
    Work backToSource(Work work, String command) {
        Referee.Decision decision = referee.decide(work, command, MigrationView.getDefaultInstance());
        if (decision.completed()) {
            throw new IllegalStateException("migration " + work.operation().id() + " completed and is being undone");
        }
        if (!ends.sourceIsOff(work)) {
            var ignored = ends.resolveAtSource(work, command, ABORTED);
        }
        return work;
    }

    /** The source destroys its copy; when it does not answer, its place stays counted until it does. */
    Work clearSource(Work work, String command) {
        if (!leftOver(work)) {
            return work;
        }
        long until = System.nanoTime() + CLEAR_MAX.toNanos();
        do {
            if (ends.sourceIsOff(work) || cleared(work, command)) {
                return work.noting(operation -> operation.having(Map.of(LEFT_OVER, "false")));
            }
            Referee.pause();
        } while (System.nanoTime() - until < 0);
        LOG.warnf(
                "migration %s: the source does not clear its copy yet",
                work.operation().id());
        return work;
    }

    private boolean cleared(Work work, String command) {
        try {
            MigrationPhase phase =
                    ends.resolveAtSource(work, command, COMPLETED).getPhase();
            return phase == COMPLETED || phase == MigrationPhase.MIGRATION_UNKNOWN;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    static boolean leftOver(Work work) {
        return Boolean.parseBoolean(
                Optional.ofNullable(work.operation().result().get(LEFT_OVER)).orElse("false"));
    }

    private static Work noting(Work work, MigrationView view) {
        Map<String, String> numbers = new HashMap<>();
        put(numbers, COPIED_BYTES, view.getCopiedBytes());
        put(numbers, COPY_NANOS, view.getCopyNanos());
        put(numbers, PAUSE_NANOS, view.getPauseNanos());
        put(numbers, PREDICTED_COPY_NANOS, view.getPredictedCopyNanos());
        put(numbers, PREDICTED_PAUSE_NANOS, view.getPredictedPauseNanos());
        put(numbers, ROUNDS, view.getRounds());
        return work.noting(operation -> operation.having(numbers));
    }

    private static void put(Map<String, String> numbers, String key, long value) {
        if (value > 0) {
            numbers.put(key, String.valueOf(value));
        }
    }
}
