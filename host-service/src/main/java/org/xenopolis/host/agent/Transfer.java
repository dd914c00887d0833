package org.xenopolis.host.agent;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.agent.GoRequest;
import org.xenopolis.contracts.agent.MigrationChunk;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationReceiverGrpc;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.record.MigrationRecord;
import org.xenopolis.host.wire.Upload;

/** One guest on its way out: the copy, the hand-over, the question to the receiver. Goes on when nobody watches. */
final class Transfer {
    private static final Logger LOG = Logger.getLogger(Transfer.class);
    private static final Duration COPY_MAX = Duration.ofHours(1);
    private static final Duration READY_MAX = Duration.ofSeconds(30);
    private static final Duration ASK_MAX = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final long GO_SECONDS = 5;

    private final SendMigrations migrations;
    private final MigrationRecord record;
    private final int domid;
    private final Channel target;
    private final Steps steps;
    private final CountDownLatch end = new CountDownLatch(1);
    private final long startedNanos;
    private volatile boolean calledOff;
    private volatile long copiedBytes;
    private volatile int rounds;
    private volatile long stoppedNanos;

    Transfer(SendMigrations migrations, MigrationRecord record, int domid, Channel target, Steps steps) {
        this.migrations = migrations;
        this.record = record;
        this.domid = domid;
        this.target = target;
        this.steps = steps;
        this.startedNanos = migrations.driver().nowNanos();
    }

    String migration() {
        return record.getMigrationId();
    }

    String instance() {
        return record.getInstanceId();
    }

    void callOff() {
        calledOff = true;
    }

    boolean isCalledOff() {
        return calledOff;
    }

    boolean awaitEnd(Duration patience) {
        try {
            return end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    MigrationView progress() {
        return MigrationLog.view(measured(record));
    }

    /** The record with what was measured so far. */
    MigrationRecord measured(MigrationRecord now) {
        long copied = stoppedNanos == 0 ? migrations.driver().nowNanos() : stoppedNanos;
        return now.toBuilder()
                .setCopiedBytes(copiedBytes)
                .setRounds(rounds)
                .setCopyNanos(copied - startedNanos)
                .build();
    }

    void start() {
        Thread.ofVirtual().name("migrate-" + record.getMigrationId()).start(this::run);
    }

    private void run() {
        try {
            copy();
            steps.reached("send.ready");
            migrations.handOver(this);
        } catch (RuntimeException e) {
            LOG.infof("migration %s is given up: %s", migration(), e.getMessage());
            giveUp(problem(e));
            leave();
            return;
        }
        try {
            askUntilAnswered();
        } catch (RuntimeException e) {
            // Handed over: it stays so until the receiver has spoken.
            LOG.infof("migration %s waits for its receiver: %s", migration(), e.getMessage());
        } finally {
            leave();
        }
    }

    private void giveUp(Problem why) {
        try {
            migrations.giveUp(migration(), why);
        } catch (RuntimeException e) {
            // The caretaker finds a copying migration without a transfer, and tries again.
            LOG.warnf(e, "migration %s", migration());
        }
    }

    private void leave() {
        migrations.ended(this);
        end.countDown();
    }

    private void copy() {
        Upload<MigrationChunk, MigrationView> upload = new Upload<>();
        MigrationReceiverGrpc.newStub(target)
                .withDeadlineAfter(COPY_MAX.toSeconds(), TimeUnit.SECONDS)
                .receive(upload);
        try (OutgoingMigration outgoing = migrations.driver().send(domid, HostId.of(record.getPeerHostId()))) {
            for (boolean last = false; !last; ) {
                requireWanted();
                OutgoingMigration.Chunk chunk = outgoing.next();
                last = chunk.last();
                if (last) {
                    stoppedNanos = outgoing.stopped().sinceNanos();
                    migrations.stopped(record);
                    steps.reached("send.stopped");
                }
                if (!upload.send(message(chunk, copiedBytes == 0))) {
                    break;
                }
                copiedBytes = chunk.bytesTotal();
                rounds = chunk.round();
                steps.reached("send.chunk");
            }
            MigrationView answer = upload.finish(READY_MAX);
            if (answer.getPhase() != MigrationPhase.READY) {
                throw Problem.of(ErrorKind.CONFLICT, "receiver-not-ready", "The receiving host did not take the guest.")
                        .exception();
            }
        } catch (RuntimeException e) {
            upload.cancel("given up");
            throw e;
        }
    }

    private void requireWanted() {
        if (calledOff) {
            throw Problem.of(ErrorKind.CONFLICT, "migration-aborted", "The migration was called off.")
                    .exception();
        }
    }

    private MigrationChunk message(OutgoingMigration.Chunk chunk, boolean first) {
        MigrationChunk.Builder message = MigrationChunk.newBuilder()
                .setMigrationId(migration())
                .setRound(chunk.round())
                .setBytesTotal(chunk.bytesTotal())
                .setPages(ByteString.copyFrom(chunk.pages()))
                .setLast(chunk.last())
                .setGuestState(ByteString.copyFrom(chunk.guestState()));
        if (first) {
            message.setSource(Compatibility.facts(migrations.driver().describe()));
        }
        return message.build();
    }

    /** The receiver decides at the first question that reaches it, and answers every later one the same. */
    private void askUntilAnswered() {
        long until = System.nanoTime() + ASK_MAX.toNanos();
        while (true) {
            try {
                steps.reached("send.go");
                MigrationView answer = go(target, record);
                steps.reached("send.answered");
                long pause = migrations.driver().nowNanos() - answer.getRanNanos() - stoppedNanos;
                migrations.resolve(migration(), answer.getPhase(), pause);
                return;
            } catch (ProblemException e) {
                if (System.nanoTime() - until >= 0) {
                    throw e;
                }
            }
            awaitEnd(ASK_AGAIN);
        }
    }

    /** @throws ProblemException when there is no answer */
    static MigrationView go(Channel target, MigrationRecord record) {
        try {
            return MigrationReceiverGrpc.newBlockingStub(target)
                    .withDeadlineAfter(GO_SECONDS, TimeUnit.SECONDS)
                    .go(GoRequest.newBuilder()
                            .setMigrationId(record.getMigrationId())
                            .setInstanceId(record.getInstanceId())
                            .setNewEpoch(record.getNewEpoch())
                            .build());
        } catch (StatusRuntimeException e) {
            throw ProblemStatus.toProblem(e).because(e);
        }
    }

    private static Problem problem(RuntimeException failure) {
        return switch (failure) {
            case ProblemException known -> known.problem();
            case StatusRuntimeException status -> ProblemStatus.toProblem(status);
            default -> Problem.of(ErrorKind.INTERNAL, "migration-failed", "The migration failed.");
        };
    }
}
