package org.xenopolis.planner.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.GetOperationRequest;
import org.xenopolis.contracts.instances.InstancesGrpc;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.contracts.instances.OperationsGrpc;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.kit.grpc.GrpcServer;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.kit.grpc.TlsFiles;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.Step;

class GrpcSchedulerTest {
    private static final Step STEP = new Step(
            1,
            new InstanceId(new UUID(7, 1)),
            new HostId(new UUID(7, 2)),
            new HostId(new UUID(7, 3)),
            new Epoch(4),
            List.of(),
            1,
            Duration.ZERO,
            "why",
            "what else",
            new MoveCost(1, Duration.ZERO, Duration.ZERO),
            Step.Block.of(1),
            false);
    private static final OperationId OPERATION = new OperationId(new UUID(7, 5));

    @TempDir
    Path folder;

    private final AtomicReference<ActRequest> asked = new AtomicReference<>(ActRequest.getDefaultInstance());
    private final AtomicReference<Problem> problem = new AtomicReference<>();
    private final AtomicReference<OperationState> state = new AtomicReference<>(OperationState.RUNNING);
    private GrpcServer server;
    private Peers peers;
    private GrpcScheduler scheduler;

    @BeforeEach
    void listen() {
        CertificateAuthority authority =
                CertificateAuthority.open(folder, CertificateAuthority.LEAF_LIFE, Clock.systemUTC());
        authority.service("scheduler");
        authority.service("migration-planner");
        server = GrpcServer.start(
                new InetSocketAddress("127.0.0.1", 0),
                new TlsFiles(folder, "svc/scheduler").server(),
                List.of(new Acts(), new Asks()));
        peers = new Peers(new TlsFiles(folder, "svc/migration-planner"));
        // The first call makes the connection and loads its classes, which on a busy machine takes longer than any
        // call.
        scheduler = new GrpcScheduler(peers.service("scheduler", "127.0.0.1:" + server.port()), Duration.ofMinutes(3));
    }

    @AfterEach
    void close() {
        peers.close();
        server.close();
    }

    @Test
    void aMoveNamesWhatThePlanSaw() {
        assertThat(scheduler.submit(STEP, OPERATION, "plan:x")).isEqualTo(new Submission.Accepted());
        assertThat(asked.get())
                .isEqualTo(ActRequest.newBuilder()
                        .setInstanceId(STEP.instance().toString())
                        .setOperationId(OPERATION.toString())
                        .setKind(OperationKind.MIGRATE)
                        .setSourceHostId(STEP.from().toString())
                        .setTargetHostId(STEP.to().toString())
                        .setIfEpoch(4)
                        .setCause("plan:x")
                        .build());
    }

    @Test
    void aConflictIsARefusalAndNoAnswerIsNot() {
        problem.set(Problem.of(ErrorKind.CONFLICT, "stale-epoch", "It was started again."));
        assertThat(scheduler.submit(STEP, OPERATION, "plan:x"))
                .isEqualTo(new Submission.Refused("stale-epoch: It was started again."));

        problem.set(Problem.of(ErrorKind.UNAVAILABLE, "store-away", "Try again."));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> scheduler.submit(STEP, OPERATION, "plan:x"));
    }

    @Test
    void operationsAreReadInEveryState() {
        assertThat(scheduler.status(OPERATION)).isEqualTo(new MoveStatus.UnderWay());
        state.set(OperationState.UNDOING);
        assertThat(scheduler.status(OPERATION)).isEqualTo(new MoveStatus.UnderWay());
        state.set(OperationState.SUCCEEDED);
        assertThat(scheduler.status(OPERATION)).isEqualTo(new MoveStatus.Succeeded());
        state.set(OperationState.FAILED);
        assertThat(scheduler.status(OPERATION)).isEqualTo(new MoveStatus.Failed("target-lost: The target is gone."));
        problem.set(Problem.of(ErrorKind.NOT_FOUND, "no-such-operation", "There is none."));
        assertThat(scheduler.status(OPERATION)).isEqualTo(new MoveStatus.Unknown());
    }

    private void fail() {
        Problem wanted = problem.get();
        if (wanted != null) {
            throw wanted.exception();
        }
    }

    private final class Acts extends InstancesGrpc.InstancesImplBase {
        @Override
        public void act(ActRequest request, StreamObserver<Operation> out) {
            Replies.reply(out, () -> {
                fail();
                asked.set(request);
                return Operation.getDefaultInstance();
            });
        }
    }

    private final class Asks extends OperationsGrpc.OperationsImplBase {
        @Override
        public void getOperation(GetOperationRequest request, StreamObserver<Operation> out) {
            Replies.reply(out, () -> {
                fail();
                return Operation.newBuilder()
                        .setState(state.get())
                        .setError(Problem.of(ErrorKind.UNAVAILABLE, "target-lost", "The target is gone.")
                                .toDetail())
                        .build();
            });
        }
    }
}
