package org.xenopolis.contracts;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.xenopolis.contracts.common.ErrorDetail;

/** The one mapping between problems and gRPC statuses, both ways. */
public final class ProblemStatus {
    private ProblemStatus() {}

    public static StatusRuntimeException toStatus(Problem problem) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(problem.kind().grpc().value())
                .setMessage(problem.message())
                .addDetails(Any.pack(problem.toDetail()))
                .build());
    }

    /** What a failed call meant. A status without our detail comes from the transport or from a bug. */
    public static Problem toProblem(StatusRuntimeException failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorDetail.class)) {
                    try {
                        return Problem.from(detail.unpack(ErrorDetail.class));
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException("a peer sent a malformed error detail", e);
                    }
                }
            }
        }
        Status.Code code = failure.getStatus().getCode();
        return switch (code) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
                Problem.of(
                        ErrorKind.UNAVAILABLE, "peer-unavailable", "A part of the cloud does not answer; try again.");
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                Problem.of(ErrorKind.FORBIDDEN, "caller-refused", "This caller may not do that.");
            default -> Problem.of(ErrorKind.INTERNAL, "internal", "Something broke on our side.");
        };
    }

    /** Whether the call may have had its effect although no answer came. */
    public static boolean outcomeUnknown(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, UNKNOWN, INTERNAL -> true;
            default -> false;
        };
    }
}
