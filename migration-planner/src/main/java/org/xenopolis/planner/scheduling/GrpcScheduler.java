package org.xenopolis.planner.scheduling;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.hosts.HostsGrpc;
import org.xenopolis.contracts.hosts.SnapshotRequest;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.GetOperationRequest;
import org.xenopolis.contracts.instances.InstancesGrpc;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationsGrpc;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.planner.core.Step;

/** The scheduler over gRPC. */
@ApplicationScoped
class GrpcScheduler implements Scheduler {
    private static final Duration SNAPSHOT_DEADLINE = Duration.ofSeconds(30);

    private final Channel channel;
    private final Duration deadline;

    @Inject
    GrpcScheduler(Peers peers, @ConfigProperty(name = "xeno.scheduler") String address) {
        this(peers.service("scheduler", address), Peers.DEADLINE);
    }

    /** @param deadline of an ordinary call */
    GrpcScheduler(Channel channel, Duration deadline) {
        this.channel = channel;
        this.deadline = deadline;
    }

    @Override
    public SnapshotResponse snapshot() {
        try {
            return HostsGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(SNAPSHOT_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .snapshot(SnapshotRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            throw ProblemStatus.toProblem(e).because(e);
        }
    }

    @Override
    public Submission submit(Step step, OperationId operation, String cause) {
        ActRequest request = ActRequest.newBuilder()
                .setInstanceId(step.instance().toString())
                .setOperationId(operation.toString())
                .setKind(OperationKind.MIGRATE)
                .setSourceHostId(step.from().toString())
                .setTargetHostId(step.to().toString())
                .setIfEpoch(step.epoch().value())
                .setForce(step.isForced())
                .addAllMoveWith(step.block().others().stream()
                        .map(InstanceId::toString)
                        .sorted()
                        .toList())
                .setCause(step.isForced() ? cause + ":force" : cause)
                .build();
        try {
            InstancesGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .act(request);
            return new Submission.Accepted();
        } catch (StatusRuntimeException e) {
            Problem problem = ProblemStatus.toProblem(e);
            if (ProblemStatus.outcomeUnknown(e)) {
                throw problem.because(e);
            }
            return new Submission.Refused(problem.code() + ": " + problem.message());
        }
    }

    @Override
    public MoveStatus status(OperationId operation) {
        try {
            return status(OperationsGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .getOperation(GetOperationRequest.newBuilder()
                            .setOperationId(operation.toString())
                            .build()));
        } catch (StatusRuntimeException e) {
            Problem problem = ProblemStatus.toProblem(e);
            if (problem.kind() == ErrorKind.NOT_FOUND) {
                return new MoveStatus.Unknown();
            }
            throw problem.because(e);
        }
    }

    private static MoveStatus status(Operation operation) {
        return switch (operation.getState()) {
            case PENDING, RUNNING, UNDOING, OPERATION_STATE_UNSPECIFIED, UNRECOGNIZED -> new MoveStatus.UnderWay();
            case SUCCEEDED -> new MoveStatus.Succeeded();
            case FAILED, CANCELLED -> new MoveStatus.Failed(why(operation));
        };
    }

    private static String why(Operation operation) {
        return operation.hasError()
                ? operation.getError().getCode() + ": " + operation.getError().getMessage()
                : operation.getState().name();
    }
}
