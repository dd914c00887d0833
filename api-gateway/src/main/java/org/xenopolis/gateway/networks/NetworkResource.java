package org.xenopolis.gateway.networks;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.core.Ipv4Network;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.edge.Rows;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;

/** Private networks of the caller's tenant. */
@Path("/v1/networks")
@Tag(name = "networks")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class NetworkResource {
    /** @param cidr private, /16 to /29 */
    public record CreateNetwork(
            @NotBlank @Size(max = 100) String name,
            @NotBlank @Size(max = 18) String cidr,
            @Nullable UUID projectId) {}

    public record NetworkView(UUID id, String name, UUID projectId, String cidr, String gateway, Instant createdAt) {
        static NetworkView of(Network row) {
            return new NetworkView(
                    row.id,
                    row.name,
                    row.projectId,
                    row.cidr,
                    Ipv4Network.parse(row.cidr).gateway(),
                    row.createdAt);
        }
    }

    private final NetworkParts parts;

    NetworkResource(NetworkParts parts) {
        this.parts = parts;
    }

    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NetworkView.class)))
    public Response createNetwork(@NotNull @Valid CreateNetwork request) {
        UUID tenant = parts.tenant();
        Ipv4Network cidr = parsed(request.cidr());
        UUID project = parts.projectOrDefault(request.projectId());
        return parts.mutations().local(new Change("networks.create", null, request), (session, ids) -> {
            Network row = new Network();
            row.id = ids.entity();
            row.tenantId = tenant;
            row.projectId = project;
            row.name = request.name();
            row.cidr = cidr.toString();
            row.nextOffset = Ipv4Network.FIRST_OFFSET;
            row.lastOffset = cidr.lastOffset();
            row.createdAt = parts.clock().instant();
            return parts.projects()
                    .require(session, tenant, row.projectId)
                    .chain(() -> Rows.insert(session, row, row.name))
                    .replaceWith(Answer.created("/v1/networks/" + row.id, NetworkView.of(row)));
        });
    }

    @GET
    public Page<NetworkView> listNetworks(@BeanParam PageQuery query) {
        UUID tenant = parts.tenant();
        var rows = parts.transactions().call(session -> Rows.list(session, Network.class, tenant, query.paging()));
        return query.page(rows, NetworkView::of, NetworkView::id);
    }

    @GET
    @Path("/{id}")
    public NetworkView getNetwork(UUID id) {
        UUID tenant = parts.tenant();
        return NetworkView.of(parts.transactions().call(session -> Rows.get(session, Network.class, tenant, id)));
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Gone")
    public Response deleteNetwork(UUID id) {
        UUID tenant = parts.tenant();
        return parts.mutations()
                .local(
                        new Change("networks.delete", id, null),
                        (session, ids) ->
                                Rows.delete(session, Network.class, tenant, id).replaceWith(Answer.gone()));
    }

    private static Ipv4Network parsed(String cidr) {
        try {
            return Ipv4Network.parsePrivate(cidr);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("cidr", String.valueOf(e.getMessage()));
        }
    }
}
