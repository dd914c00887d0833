package org.xenopolis.contracts;

import io.grpc.Status;

/** Every way in which a call may fail, mapped once to gRPC and once to HTTP. */
public enum ErrorKind {
    INVALID(Status.Code.INVALID_ARGUMENT, 422),
    UNAUTHENTICATED(Status.Code.UNAUTHENTICATED, 401),
    FORBIDDEN(Status.Code.PERMISSION_DENIED, 403),
    NOT_FOUND(Status.Code.NOT_FOUND, 404),
    CONFLICT(Status.Code.ABORTED, 409),
    QUOTA(Status.Code.RESOURCE_EXHAUSTED, 403),
    FUNDS(Status.Code.FAILED_PRECONDITION, 402),
    NO_CAPACITY(Status.Code.RESOURCE_EXHAUSTED, 503),
    UNAVAILABLE(Status.Code.UNAVAILABLE, 503),
    INTERNAL(Status.Code.INTERNAL, 500);

    private final Status.Code grpc;
    private final int http;

    ErrorKind(Status.Code grpc, int http) {
        this.grpc = grpc;
        this.http = http;
    }

    public Status.Code grpc() {
        return grpc;
    }

    /** The status of an RFC 9457 problem of this kind. */
    public int http() {
        return http;
    }

    /** Whether the same call may succeed later without anybody changing it. */
    public boolean transientFailure() {
        return this == UNAVAILABLE || this == NO_CAPACITY;
    }
}
