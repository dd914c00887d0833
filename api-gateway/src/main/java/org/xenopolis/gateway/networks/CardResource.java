package org.xenopolis.gateway.networks;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;

/** The security groups at an instance's network card. Changes reach a running guest within seconds. */
@Path("/v1/instances/{id}/networks/{networkId}/security-groups")
@Tag(name = "networks")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class CardResource {
    @Schema(name = "SetSecurityGroups")
    public record SetGroups(@NotNull @Size(max = 16) List<@NotNull UUID> securityGroupIds) {}

    @Schema(name = "CardGroups")
    public record CardGroups(UUID networkId, List<UUID> securityGroupIds) {
        static CardGroups of(UUID network, Map<UUID, Set<UUID>> cards) {
            Set<UUID> groups = cards.get(network);
            if (groups == null) {
                throw Problems.notFound();
            }
            return new CardGroups(network, List.copyOf(groups));
        }
    }

    private final NetworkParts parts;

    CardResource(NetworkParts parts) {
        this.parts = parts;
    }

    @GET
    public CardGroups getSecurityGroupsOfNetwork(UUID id, UUID networkId) {
        UUID tenant = parts.tenant();
        return CardGroups.of(networkId, parts.transactions().call(session -> CardRules.groups(session, tenant, id)));
    }

    @PUT
    @APIResponse(
            responseCode = "200",
            description = "Set",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CardGroups.class)))
    public Response setSecurityGroupsOfNetwork(UUID id, UUID networkId, @NotNull @Valid SetGroups request) {
        UUID tenant = parts.tenant();
        Set<UUID> groups = new TreeSet<>(request.securityGroupIds());
        return parts.mutations()
                .local(
                        new Change("instances.set-security-groups", id, request),
                        (session, ids) -> CardRules.groups(session, tenant, id)
                                .invoke(cards -> CardGroups.of(networkId, cards))
                                .chain(() -> CardRules.replace(session, tenant, id, networkId, groups))
                                .replaceWith(Answer.ok(new CardGroups(networkId, List.copyOf(groups)))));
    }
}
