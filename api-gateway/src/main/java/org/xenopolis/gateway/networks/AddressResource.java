package org.xenopolis.gateway.networks;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Rows;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;

/** Addresses of the caller's tenant: those of its instances, and those kept for later ones. */
@Path("/v1/addresses")
@Tag(name = "networks")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class AddressResource {
    public record KeepAddress(@NotNull UUID networkId) {}

    public record AddressView(
            UUID id,
            UUID networkId,
            String ipv4,
            String mac,
            @Nullable UUID instanceId,
            Instant createdAt) {
        static AddressView of(Address row) {
            return new AddressView(row.id, row.networkId, row.ipv4, row.mac, row.instanceId, row.createdAt);
        }
    }

    private final NetworkParts parts;
    private final Addresses addresses;

    AddressResource(NetworkParts parts, Addresses addresses) {
        this.parts = parts;
        this.addresses = addresses;
    }

    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AddressView.class)))
    public Response keepAddress(@NotNull @Valid KeepAddress request) {
        UUID tenant = parts.tenant();
        return parts.mutations()
                .local(
                        new Change("addresses.keep", null, request),
                        (session, ids) -> addresses
                                .give(session, tenant, request.networkId(), ids.entity(), null)
                                .map(row -> Answer.created("/v1/addresses/" + row.id, AddressView.of(row))));
    }

    @GET
    public Page<AddressView> listAddresses(@BeanParam PageQuery query) {
        UUID tenant = parts.tenant();
        var rows = parts.transactions().call(session -> Rows.list(session, Address.class, tenant, query.paging()));
        return query.page(rows, AddressView::of, AddressView::id);
    }

    @GET
    @Path("/{id}")
    public AddressView getAddress(UUID id) {
        UUID tenant = parts.tenant();
        return AddressView.of(parts.transactions().call(session -> Rows.get(session, Address.class, tenant, id)));
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Gone")
    public Response deleteAddress(UUID id) {
        UUID tenant = parts.tenant();
        return parts.mutations()
                .local(
                        new Change("addresses.delete", id, null),
                        (session, ids) -> Rows.get(session, Address.class, tenant, id)
                                .invoke(AddressResource::requireFree)
                                .chain(session::remove)
                                .replaceWith(Answer.gone()));
    }

    private static void requireFree(Address row) {
        if (row.instanceId != null) {
            throw Problem.of(ErrorKind.CONFLICT, "in-use", "An instance has this address.")
                    .exception();
        }
    }
}
