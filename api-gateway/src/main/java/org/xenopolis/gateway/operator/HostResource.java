package org.xenopolis.gateway.operator;

import io.grpc.StatusRuntimeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.hosts.GetHostRequest;
import org.xenopolis.contracts.hosts.HostActionRequest;
import org.xenopolis.contracts.hosts.ListHostsRequest;
import org.xenopolis.contracts.hosts.RegisterHostRequest;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.peers.Downstream;

/** Hosts: registered here, known by the scheduler. */
@Path("/operator/v1/hosts")
@Tag(name = "operator: hosts")
@RolesAllowed("operator")
@RunOnVirtualThread
public class HostResource {
    private static final int OVERCOMMIT_NONE = 1000;

    private final Downstream downstream;
    private final Mutations mutations;
    private final CurrentRequest current;

    HostResource(Downstream downstream, Mutations mutations, CurrentRequest current) {
        this.downstream = downstream;
        this.mutations = mutations;
        this.current = current;
    }

    @PUT
    @Path("/{id}")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HostViews.View.class)))
    public Response registerHost(UUID id, @NotNull @Valid HostViews.Register host) {
        RegisterHostRequest request = RegisterHostRequest.newBuilder()
                .setHostId(id.toString())
                .setName(host.name())
                .setZone(host.zone())
                .setAddress(host.address())
                .setVcpuOvercommitPermille(
                        host.vcpuOvercommitPermille() == null ? OVERCOMMIT_NONE : host.vcpuOvercommitPermille())
                .build();
        return mutations.remote(
                new Change("hosts.register", id, host),
                ids -> Answer.ok(HostViews.of(downstream.hosts().registerHost(request))));
    }

    @GET
    public Page<HostViews.View> listHosts(@BeanParam PageQuery query) {
        ListHostsRequest request =
                ListHostsRequest.newBuilder().setPage(query.request()).build();
        return query.page(downstream.hosts().listHosts(request).getHostsList(), HostViews::of, HostViews.View::id);
    }

    @GET
    @Path("/{id}")
    public HostViews.View getHost(UUID id) {
        return HostViews.of(downstream
                .hosts()
                .getHost(GetHostRequest.newBuilder().setHostId(id.toString()).build()));
    }

    @POST
    @Path("/{id}/cordon")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HostViews.View.class)))
    public Response cordonHost(UUID id, @Valid HostViews.@Nullable Cause cause) {
        return act(
                "hosts.cordon",
                id,
                cause,
                request -> Answer.ok(HostViews.of(downstream.hosts().cordonHost(request))));
    }

    @POST
    @Path("/{id}/uncordon")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HostViews.View.class)))
    public Response uncordonHost(UUID id, @Valid HostViews.@Nullable Cause cause) {
        return act(
                "hosts.uncordon",
                id,
                cause,
                request -> Answer.ok(HostViews.of(downstream.hosts().uncordonHost(request))));
    }

    /** Cordons it and moves its guests away; by force also those that their tenants pinned. */
    @POST
    @Path("/{id}/drain")
    @APIResponse(
            responseCode = "202",
            description = "Accepted, and goes on",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HostViews.Drained.class)))
    public Response drainHost(UUID id, @Valid HostViews.@Nullable Drain drain) {
        boolean force = drain != null && Boolean.TRUE.equals(drain.force());
        HostActionRequest request = request(id, drain == null ? null : drain.cause()).toBuilder()
                .setForce(force)
                .build();
        return act(
                force ? "hosts.drain-forced" : "hosts.drain",
                drain,
                request,
                () -> Answer.accepted(
                        "/operator/v1/hosts/" + id,
                        HostViews.Drained.of(downstream.hosts().drainHost(request))));
    }

    /** Swears that it has no power: its guests may be started elsewhere. */
    @POST
    @Path("/{id}/attest-power-off")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HostViews.View.class)))
    public Response attestPowerOff(UUID id, @Valid HostViews.@Nullable Cause cause) {
        return act(
                "hosts.attest-power-off",
                id,
                cause,
                request -> Answer.ok(HostViews.of(downstream.hosts().attestPowerOff(request))));
    }

    private Response act(
            String action, UUID id, HostViews.@Nullable Cause cause, Function<HostActionRequest, Answer> call) {
        HostActionRequest request = request(id, cause == null ? null : cause.cause());
        return act(action, cause, request, () -> call.apply(request));
    }

    private HostActionRequest request(UUID id, @Nullable String cause) {
        return HostActionRequest.newBuilder()
                .setHostId(id.toString())
                .setIfGeneration(current.ifGeneration())
                .setCause(cause == null ? "operator" : cause)
                .build();
    }

    private Response act(String action, @Nullable Object body, HostActionRequest request, Supplier<Answer> call) {
        return mutations.remote(new Change(action, UUID.fromString(request.getHostId()), body), ids -> {
            try {
                return call.get();
            } catch (StatusRuntimeException e) {
                Problem problem = ProblemStatus.toProblem(e);
                if (request.getIfGeneration() != 0 && problem.code().equals("generation-changed")) {
                    throw Problems.preconditionFailed();
                }
                throw e;
            }
        });
    }
}
