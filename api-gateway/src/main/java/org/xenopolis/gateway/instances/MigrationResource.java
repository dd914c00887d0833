package org.xenopolis.gateway.instances;

import io.grpc.StatusRuntimeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.SetMigrationRequest;
import org.xenopolis.gateway.core.InstanceRules;
import org.xenopolis.gateway.core.Violation;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.peers.Downstream;

/** What a tenant asks about live moves of an instance that exists. */
@Path("/v1/instances/{id}/migration")
@Tag(name = "instances")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class MigrationResource {
    /**
     * Both are set as they are given.
     *
     * @param policy ALLOWED, or PINNED: not to be moved, unless an operator has to
     * @param pauseMaxMillis how long it may stand still in one live migration; no limit when absent
     */
    @Schema(name = "SetMigration")
    public record SetMigration(
            @NotNull String policy, @Nullable Long pauseMaxMillis) {}

    private final Downstream downstream;
    private final Mutations mutations;
    private final CurrentRequest current;

    MigrationResource(Downstream downstream, Mutations mutations, CurrentRequest current) {
        this.downstream = downstream;
        this.mutations = mutations;
        this.current = current;
    }

    @PUT
    @APIResponse(
            responseCode = "200",
            description = "Set",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InstanceView.class)))
    public Response setMigration(UUID id, @NotNull @Valid SetMigration wish) {
        List<Violation> wrong = new ArrayList<>();
        InstanceRules.checkMigration(wish.policy(), wish.pauseMaxMillis(), wrong);
        Problems.refuseIfAny(wrong);
        SetMigrationRequest request = SetMigrationRequest.newBuilder()
                .setInstanceId(id.toString())
                .setTenantId(current.tenant().toString())
                .setIfGeneration(current.ifGeneration())
                .setMigration(MigrationWords.policy(wish.policy()))
                .setPauseMaxMillis(wish.pauseMaxMillis() == null ? 0 : wish.pauseMaxMillis())
                .build();
        return mutations.remote(
                new Change("instances.set-migration", id, wish),
                ids -> Answer.ok(InstanceView.ofTenant(call(request))));
    }

    private Instance call(SetMigrationRequest request) {
        try {
            return downstream.instances().setMigration(request);
        } catch (StatusRuntimeException e) {
            if (request.getIfGeneration() != 0
                    && ProblemStatus.toProblem(e).code().equals("generation-changed")) {
                throw Problems.preconditionFailed();
            }
            throw e;
        }
    }
}
