package org.xenopolis.gateway.fakes;

import io.grpc.stub.StreamObserver;
import org.xenopolis.contracts.instances.GetOperationRequest;
import org.xenopolis.contracts.instances.ListOperationsRequest;
import org.xenopolis.contracts.instances.ListOperationsResponse;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationsGrpc;
import org.xenopolis.kit.grpc.Replies;

/** The operations of {@link FakeInstances}. */
final class FakeOperations extends OperationsGrpc.OperationsImplBase {
    private final FakeInstances instances;

    FakeOperations(FakeInstances instances) {
        this.instances = instances;
    }

    @Override
    public void getOperation(GetOperationRequest request, StreamObserver<Operation> out) {
        Replies.reply(out, () -> {
            Operation operation = instances.operations.get(request.getOperationId());
            if (operation == null || !FakeInstances.mine(request.getTenantId(), operation.getTenantId())) {
                throw FakeInstances.notFound("operation");
            }
            return operation;
        });
    }

    @Override
    public void listOperations(ListOperationsRequest request, StreamObserver<ListOperationsResponse> out) {
        Replies.reply(
                out,
                () -> ListOperationsResponse.newBuilder()
                        .addAllOperations(instances.operations.values().stream()
                                .filter(operation -> FakeInstances.mine(request.getTenantId(), operation.getTenantId()))
                                .filter(operation -> operation
                                                .getId()
                                                .compareTo(request.getPage().getAfterId())
                                        > 0)
                                .limit(FakeInstances.limit(request.getPage()))
                                .toList())
                        .build());
    }
}
