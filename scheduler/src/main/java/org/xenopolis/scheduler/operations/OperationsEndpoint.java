package org.xenopolis.scheduler.operations;

import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.instances.GetOperationRequest;
import org.xenopolis.contracts.instances.ListOperationsRequest;
import org.xenopolis.contracts.instances.ListOperationsResponse;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationsGrpc;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.scheduler.Pages;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.Query;
import org.xenopolis.store.Transactions;

/** Operations, one and many. */
@ApplicationScoped
@Unremovable
class OperationsEndpoint extends OperationsGrpc.OperationsImplBase {
    private final Transactions transactions;
    private final OperationMessages messages;

    OperationsEndpoint(Transactions transactions, OperationMessages messages) {
        this.transactions = transactions;
        this.messages = messages;
    }

    @Override
    public void getOperation(GetOperationRequest request, StreamObserver<Operation> out) {
        Replies.reply(out, () -> {
            UUID id = Problems.parse("operation_id", request.getOperationId(), OperationId::of)
                    .value();
            OperationRow row = transactions.read(session -> session.find(OperationRow.class, id));
            if (row == null || !Pages.mine(request.getTenantId(), row.tenantId.toString())) {
                throw Problems.notFound("operation");
            }
            return messages.of(row.toRecord());
        });
    }

    @Override
    public void listOperations(ListOperationsRequest request, StreamObserver<ListOperationsResponse> out) {
        Replies.reply(out, () -> {
            UUID after = Pages.after(request.getPage());
            int limit = Pages.limit(request.getPage());
            Query<OperationRow> query = Query.of(OperationRow.class, after)
                    .where("tenantId", Pages.id("tenant_id", request.getTenantId()))
                    .where("instanceId", Pages.id("instance_id", request.getInstanceId()));
            List<OperationRow> rows = transactions.call(session -> query.list(session, limit));
            return ListOperationsResponse.newBuilder()
                    .addAllOperations(rows.stream()
                            .map(row -> messages.of(row.toRecord()))
                            .toList())
                    .build();
        });
    }
}
