package org.xenopolis.gateway.operations;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.instances.GetOperationRequest;
import org.xenopolis.contracts.instances.ListOperationsRequest;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;

/** Operations of the caller's tenant. */
@Path("/v1/operations")
@Tag(name = "operations")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class OperationResource {
    private final Downstream downstream;
    private final CurrentRequest current;

    OperationResource(Downstream downstream, CurrentRequest current) {
        this.downstream = downstream;
        this.current = current;
    }

    @GET
    public Page<OperationView> listOperations(
            @BeanParam PageQuery query, @QueryParam("instanceId") @Nullable UUID instanceId) {
        ListOperationsRequest request = ListOperationsRequest.newBuilder()
                .setTenantId(current.tenant().toString())
                .setInstanceId(Words.orEmpty(instanceId))
                .setPage(query.request())
                .build();
        return query.page(
                downstream.operations().listOperations(request).getOperationsList(),
                OperationView::ofTenant,
                OperationView::id);
    }

    @GET
    @Path("/{id}")
    public OperationView getOperation(UUID id) {
        return OperationView.ofTenant(downstream
                .operations()
                .getOperation(GetOperationRequest.newBuilder()
                        .setOperationId(id.toString())
                        .setTenantId(current.tenant().toString())
                        .build()));
    }
}
