package org.xenopolis.gateway.operator;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.billing.ListUsageRequest;
import org.xenopolis.contracts.instances.GetInstanceRequest;
import org.xenopolis.contracts.instances.GetOperationRequest;
import org.xenopolis.contracts.instances.ListInstancesRequest;
import org.xenopolis.contracts.instances.ListOperationsRequest;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.gateway.edge.CursorQuery;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.instances.InstanceActions;
import org.xenopolis.gateway.instances.InstanceView;
import org.xenopolis.gateway.money.UsageView;
import org.xenopolis.gateway.operations.Accepted;
import org.xenopolis.gateway.operations.OperationView;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;

/** Instances, operations and usage of all tenants. */
@Path("/operator/v1")
@Tag(name = "operator: instances")
@RolesAllowed("operator")
@RunOnVirtualThread
public class OperatorInstances {
    /**
     * @param targetHostId the scheduler's choice when absent
     * @param force also when its tenant pinned it
     */
    @Schema(name = "MigrateInstance")
    public record Migrate(
            @Nullable UUID targetHostId, @Nullable Boolean force) {}

    private final Downstream downstream;
    private final InstanceActions actions;

    OperatorInstances(Downstream downstream, InstanceActions actions) {
        this.downstream = downstream;
        this.actions = actions;
    }

    @GET
    @Path("/instances")
    public Page<InstanceView> listAllInstances(
            @BeanParam PageQuery query,
            @QueryParam("tenantId") @Nullable UUID tenantId,
            @QueryParam("hostId") @Nullable UUID hostId) {
        ListInstancesRequest request = ListInstancesRequest.newBuilder()
                .setTenantId(Words.orEmpty(tenantId))
                .setHostId(Words.orEmpty(hostId))
                .setPage(query.request())
                .build();
        return query.page(
                downstream.instances().listInstances(request).getInstancesList(),
                InstanceView::ofOperator,
                InstanceView::id);
    }

    @GET
    @Path("/instances/{id}")
    public InstanceView getAnyInstance(UUID id) {
        return InstanceView.ofOperator(downstream
                .instances()
                .getInstance(GetInstanceRequest.newBuilder()
                        .setInstanceId(id.toString())
                        .build()));
    }

    @POST
    @Path("/instances/{id}/migrate")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; watch the operation",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Accepted.class)))
    public Response migrateInstance(UUID id, @Nullable @Valid Migrate migrate) {
        String target = migrate == null ? "" : Words.orEmpty(migrate.targetHostId());
        return migrate != null && Boolean.TRUE.equals(migrate.force())
                ? actions.runForced(id, OperationKind.MIGRATE, migrate, request -> request.setTargetHostId(target))
                : actions.run(id, OperationKind.MIGRATE, migrate, request -> request.setTargetHostId(target));
    }

    @GET
    @Path("/operations")
    public Page<OperationView> listAllOperations(
            @BeanParam PageQuery query,
            @QueryParam("tenantId") @Nullable UUID tenantId,
            @QueryParam("instanceId") @Nullable UUID instanceId) {
        ListOperationsRequest request = ListOperationsRequest.newBuilder()
                .setTenantId(Words.orEmpty(tenantId))
                .setInstanceId(Words.orEmpty(instanceId))
                .setPage(query.request())
                .build();
        return query.page(
                downstream.operations().listOperations(request).getOperationsList(),
                OperationView::ofOperator,
                OperationView::id);
    }

    @GET
    @Path("/operations/{id}")
    public OperationView getAnyOperation(UUID id) {
        return OperationView.ofOperator(downstream
                .operations()
                .getOperation(GetOperationRequest.newBuilder()
                        .setOperationId(id.toString())
                        .build()));
    }

    @GET
    @Path("/usage")
    public Page<UsageView> listAnyUsage(
            @BeanParam CursorQuery query,
            @QueryParam("tenantId") @Nullable UUID tenantId,
            @QueryParam("instanceId") @Nullable UUID instanceId) {
        if (tenantId == null) {
            throw Problems.invalid("tenantId", "must say whose usage");
        }
        ListUsageRequest request = ListUsageRequest.newBuilder()
                .setTenantId(tenantId.toString())
                .setInstanceId(Words.orEmpty(instanceId))
                .setPage(query.request())
                .build();
        return query.page(downstream.billing().listUsage(request).getLinesList(), UsageView::ofOperator, UsageView::id);
    }
}
