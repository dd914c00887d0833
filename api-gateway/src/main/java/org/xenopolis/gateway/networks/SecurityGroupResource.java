package org.xenopolis.gateway.networks;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
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
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.gateway.core.Ipv4Network;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.edge.Rows;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;

/**
 * Security groups of the caller's tenant: what comes in passes only by a rule, and what goes out as soon as there is one
 * about going out; answers pass. Other rules reach the guests that use the group within
 * seconds.
 */
@Path("/v1/security-groups")
@Tag(name = "networks")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class SecurityGroupResource {
    private static final int RULES_MAX = 64;

    private final NetworkParts parts;

    SecurityGroupResource(NetworkParts parts) {
        this.parts = parts;
    }

    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupViews.Group.class)))
    public Response createSecurityGroup(@NotNull @Valid GroupViews.CreateGroup request) {
        UUID tenant = parts.tenant();
        UUID project = parts.projectOrDefault(request.projectId());
        return parts.mutations().local(new Change("security-groups.create", null, request), (session, ids) -> {
            SecurityGroup row = new SecurityGroup();
            row.id = ids.entity();
            row.tenantId = tenant;
            row.projectId = project;
            row.name = request.name();
            row.createdAt = parts.clock().instant();
            return parts.projects()
                    .require(session, tenant, project)
                    .chain(() -> Rows.insert(session, row, row.name))
                    .replaceWith(Answer.created("/v1/security-groups/" + row.id, GroupViews.of(row, List.of())));
        });
    }

    @GET
    public Page<GroupViews.Group> listSecurityGroups(@BeanParam PageQuery query) {
        UUID tenant = parts.tenant();
        var groups = parts.transactions()
                .call(session -> Rows.list(session, SecurityGroup.class, tenant, query.paging())
                        .chain(rows -> views(session, tenant, rows)));
        return query.page(groups, group -> group, GroupViews.Group::id);
    }

    @GET
    @Path("/{id}")
    public GroupViews.Group getSecurityGroup(UUID id) {
        UUID tenant = parts.tenant();
        return parts.transactions().call(session -> view(session, tenant, id));
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Gone")
    public Response deleteSecurityGroup(UUID id) {
        UUID tenant = parts.tenant();
        return parts.mutations()
                .local(
                        new Change("security-groups.delete", id, null),
                        (session, ids) -> Rows.delete(session, SecurityGroup.class, tenant, id)
                                .replaceWith(Answer.gone()));
    }

    @POST
    @Path("/{id}/rules")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupViews.Group.class)))
    public Response addSecurityRule(UUID id, @NotNull @Valid GroupViews.AddRule request) {
        UUID tenant = parts.tenant();
        check(request);
        return parts.mutations()
                .local(
                        new Change("security-groups.add-rule", id, request),
                        (session, ids) -> view(session, tenant, id)
                                .invoke(SecurityGroupResource::requireRoom)
                                .chain(() -> session.persist(row(request, tenant, id, ids.entity())))
                                .chain(session::flush)
                                .chain(() -> CardRules.outdate(session, tenant, id))
                                .chain(() -> view(session, tenant, id))
                                .map(group -> Answer.created("/v1/security-groups/" + id, group)));
    }

    @DELETE
    @Path("/{id}/rules/{ruleId}")
    @APIResponse(responseCode = "204", description = "Gone")
    public Response deleteSecurityRule(UUID id, UUID ruleId) {
        UUID tenant = parts.tenant();
        return parts.mutations()
                .local(
                        new Change("security-groups.delete-rule", id, null),
                        (session, ids) -> Rows.get(session, GroupRule.class, tenant, ruleId)
                                .invoke(rule -> {
                                    if (!rule.groupId.equals(id)) {
                                        throw Problems.notFound();
                                    }
                                })
                                .chain(session::remove)
                                .chain(session::flush)
                                .chain(() -> CardRules.outdate(session, tenant, id))
                                .replaceWith(Answer.gone()));
    }

    private static GroupRule row(GroupViews.AddRule request, UUID tenant, UUID group, UUID id) {
        GroupRule row = new GroupRule();
        row.id = id;
        row.groupId = group;
        row.tenantId = tenant;
        row.ingress = request.direction().equals("ingress");
        row.protocol = request.protocol();
        row.portFrom = request.from();
        row.portTo = request.to();
        row.remoteCidr = request.remoteCidr();
        return row;
    }

    private static void check(GroupViews.AddRule request) {
        if (request.to() < request.from()) {
            throw Problems.invalid("portTo", "must not be below portFrom");
        }
        try {
            Ipv4Network ignored = Ipv4Network.parse(request.remoteCidr());
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("remoteCidr", String.valueOf(e.getMessage()));
        }
    }

    private static void requireRoom(GroupViews.Group group) {
        if (group.rules().size() >= RULES_MAX) {
            throw Problem.of(ErrorKind.CONFLICT, "too-many-rules", "A group holds at most " + RULES_MAX + " rules.")
                    .exception();
        }
    }

    private static Uni<GroupViews.Group> view(Mutiny.Session session, UUID tenant, UUID id) {
        return Rows.get(session, SecurityGroup.class, tenant, id)
                .chain(row -> views(session, tenant, List.of(row)))
                .map(List::getFirst);
    }

    private static Uni<List<GroupViews.Group>> views(Mutiny.Session session, UUID tenant, List<SecurityGroup> groups) {
        return session.createSelectionQuery(
                        "from GroupRule where tenantId = :tenant and groupId in :ids order by id", GroupRule.class)
                .setParameter("tenant", tenant)
                .setParameter("ids", groups.stream().map(group -> group.id).toList())
                .getResultList()
                .map(rules -> {
                    var byGroup = rules.stream().collect(Collectors.groupingBy(rule -> rule.groupId));
                    return groups.stream()
                            .map(group -> GroupViews.of(group, byGroup.getOrDefault(group.id, List.of())))
                            .toList();
                });
    }
}
