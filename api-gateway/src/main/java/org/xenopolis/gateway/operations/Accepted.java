package org.xenopolis.gateway.operations;

import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.gateway.instances.InstanceView;
import org.xenopolis.gateway.mutations.Answer;

/** What long work is answered with: where to look, and what comes of it. */
public record Accepted(
        OperationView operation,
        @Nullable InstanceView instance,
        @Nullable String imageId) {
    public static Answer tenant(Operation operation, @Nullable InstanceView instance, @Nullable String imageId) {
        return Answer.accepted(
                "/v1/operations/" + operation.getId(),
                new Accepted(OperationView.ofTenant(operation), instance, imageId));
    }

    public static Answer operator(Operation operation) {
        return Answer.accepted(
                "/operator/v1/operations/" + operation.getId(),
                new Accepted(OperationView.ofOperator(operation), null, null));
    }
}
