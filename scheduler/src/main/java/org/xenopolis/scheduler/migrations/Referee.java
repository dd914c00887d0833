package org.xenopolis.scheduler.migrations;

import static org.xenopolis.contracts.agent.MigrationPhase.ABORTED;
import static org.xenopolis.contracts.agent.MigrationPhase.COMPLETED;
import static org.xenopolis.contracts.agent.MigrationPhase.COPYING;

import io.grpc.StatusRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.scheduler.operations.StoppedException;
import org.xenopolis.scheduler.operations.Work;

/**
 * Finds out how a migration ended. The receiver's journal is where that is decided, once and for ever; so the receiver
 * is asked, for as long as it takes, and an undecided hand-over is decided by asking it to abort: it says ABORTED, or
 * that it runs already. Nothing is concluded from a silent receiver, unless it is proven to have no power.
 */
@ApplicationScoped
class Referee {
    /** How long a source that still copies, but whose stream was lost, may go on. */
    static final Duration COPY_MAX = Duration.ofMinutes(20);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Logger LOG = Logger.getLogger(Referee.class);

    /** @param receiver what the receiver said, empty when it was proven off */
    record Decision(boolean completed, MigrationView receiver) {}

    private final MigrationEnds ends;

    Referee(MigrationEnds ends) {
        this.ends = ends;
    }

    /** @param lastOfSource the last word of the source's stream; COMPLETED there means that the receiver runs it */
    Decision decide(Work work, String command, MigrationView lastOfSource) {
        if (lastOfSource.getPhase() == COMPLETED) {
            return new Decision(true, lastOfSource);
        }
        long copyUntil = System.nanoTime() + COPY_MAX.toNanos();
        for (int attempt = 0; ; attempt++) {
            Optional<Decision> decided = ask(work, command, copyUntil);
            if (decided.isPresent()) {
                return decided.get();
            }
            if (attempt % 60 == 10) {
                LOG.warnf(
                        "migration %s is undecided: its receiver does not answer",
                        work.operation().id());
            }
            pause();
        }
    }

    private Optional<Decision> ask(Work work, String command, long copyUntil) {
        Optional<MigrationView> receiver = answer(() -> ends.atTarget(work, command));
        MigrationPhase phase = receiver.map(MigrationView::getPhase).orElse(MigrationPhase.MIGRATION_UNKNOWN);
        if (receiver.isPresent() && (phase == COMPLETED || phase == ABORTED)) {
            return Optional.of(new Decision(phase == COMPLETED, receiver.get()));
        }
        if (receiver.isEmpty() && ends.targetIsOff(work)) {
            return Optional.of(new Decision(false, MigrationView.getDefaultInstance()));
        }
        Optional<MigrationView> source = answer(() -> ends.atSource(work, command));
        MigrationPhase there = source.map(MigrationView::getPhase).orElse(MigrationPhase.MIGRATION_UNKNOWN);
        if (there == COMPLETED) {
            return Optional.of(new Decision(true, source.orElseThrow()));
        }
        if (there == COPYING) {
            if (System.nanoTime() - copyUntil > 0) {
                var ignored = answer(() -> ends.abortAtSource(work, command));
            }
            return Optional.empty();
        }
        // The source has aborted, has handed over, or says nothing: the receiver decides, now.
        return answer(() -> ends.abortAtTarget(work, command + "/decide"))
                .filter(view -> view.getPhase() == COMPLETED || view.getPhase() == ABORTED)
                .map(view -> new Decision(view.getPhase() == COMPLETED, view));
    }

    /** Empty when the other end did not answer, or broke. */
    private static Optional<MigrationView> answer(Supplier<MigrationView> question) {
        try {
            return Optional.of(question.get());
        } catch (StatusRuntimeException e) {
            return Optional.empty();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }
}
