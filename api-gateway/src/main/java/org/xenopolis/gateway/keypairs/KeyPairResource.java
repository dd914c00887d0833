package org.xenopolis.gateway.keypairs;

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
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.xenopolis.gateway.core.SshPublicKey;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.edge.Rows;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.store.Transactions;

/** Key pairs of the caller's tenant. */
@Path("/v1/keypairs")
@Tag(name = "keypairs")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class KeyPairResource {
    public record CreateKeyPair(
            @NotBlank @Size(max = 100) String name,
            @NotBlank @Size(max = 4096) String publicKey) {}

    public record KeyPairView(UUID id, String name, String publicKey, String fingerprint, Instant createdAt) {
        static KeyPairView of(KeyPair row) {
            return new KeyPairView(row.id, row.name, row.publicKey, row.fingerprint, row.createdAt);
        }
    }

    private final Transactions transactions;
    private final Mutations mutations;
    private final CurrentRequest current;
    private final Clock clock;

    KeyPairResource(Transactions transactions, Mutations mutations, CurrentRequest current, Clock clock) {
        this.transactions = transactions;
        this.mutations = mutations;
        this.current = current;
        this.clock = clock;
    }

    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = KeyPairView.class)))
    public Response createKeyPair(@NotNull @Valid CreateKeyPair request) {
        UUID tenant = current.tenant();
        SshPublicKey key = parsed(request.publicKey());
        return mutations.local(new Change("keypairs.create", null, request), (session, ids) -> {
            KeyPair row = new KeyPair();
            row.id = ids.entity();
            row.tenantId = tenant;
            row.name = request.name();
            row.publicKey = key.text();
            row.fingerprint = key.fingerprint();
            row.createdAt = clock.instant();
            return Rows.insert(session, row, row.name)
                    .replaceWith(Answer.created("/v1/keypairs/" + row.id, KeyPairView.of(row)));
        });
    }

    @GET
    public Page<KeyPairView> listKeyPairs(@BeanParam PageQuery query) {
        UUID tenant = current.tenant();
        var rows = transactions.call(session -> Rows.list(session, KeyPair.class, tenant, query.paging()));
        return query.page(rows, KeyPairView::of, KeyPairView::id);
    }

    @GET
    @Path("/{id}")
    public KeyPairView getKeyPair(UUID id) {
        UUID tenant = current.tenant();
        return KeyPairView.of(transactions.call(session -> Rows.get(session, KeyPair.class, tenant, id)));
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Gone")
    public Response deleteKeyPair(UUID id) {
        UUID tenant = current.tenant();
        return mutations.local(
                new Change("keypairs.delete", id, null),
                (session, ids) ->
                        Rows.delete(session, KeyPair.class, tenant, id).replaceWith(Answer.gone()));
    }

    private static SshPublicKey parsed(String line) {
        try {
            return SshPublicKey.parse(line);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("publicKey", String.valueOf(e.getMessage()));
        }
    }
}
