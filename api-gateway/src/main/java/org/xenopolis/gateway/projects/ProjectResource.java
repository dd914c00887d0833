package org.xenopolis.gateway.projects;

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
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Rows;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.tenants.TenantDirectory;
import org.xenopolis.gateway.tenants.TenantFacts;
import org.xenopolis.store.Transactions;

/** Projects of the caller's tenant. */
@Path("/v1/projects")
@Tag(name = "projects")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class ProjectResource {
    public record CreateProject(@NotBlank @Size(max = 100) String name) {}

    public record ProjectView(UUID id, String name, Instant createdAt) {
        static ProjectView of(Project row) {
            return new ProjectView(row.id, row.name, row.createdAt);
        }
    }

    private final Transactions transactions;
    private final Mutations mutations;
    private final CurrentRequest current;
    private final TenantDirectory tenants;
    private final TenantFacts facts;
    private final Clock clock;

    ProjectResource(
            Transactions transactions,
            Mutations mutations,
            CurrentRequest current,
            TenantDirectory tenants,
            TenantFacts facts,
            Clock clock) {
        this.transactions = transactions;
        this.mutations = mutations;
        this.current = current;
        this.tenants = tenants;
        this.facts = facts;
        this.clock = clock;
    }

    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProjectView.class)))
    public Response createProject(@NotNull @Valid CreateProject request) {
        UUID tenant = current.tenant();
        return mutations.local(new Change("projects.create", null, request), (session, ids) -> {
            Project row = new Project();
            row.id = ids.entity();
            row.tenantId = tenant;
            row.name = request.name();
            row.createdAt = clock.instant();
            return Rows.insert(session, row, row.name)
                    .chain(() -> facts.projectCreated(session, tenant, row.id, row.name))
                    .replaceWith(Answer.created("/v1/projects/" + row.id, ProjectView.of(row)));
        });
    }

    @GET
    public Page<ProjectView> listProjects(@BeanParam PageQuery query) {
        UUID tenant = current.tenant();
        var rows = transactions.call(session -> Rows.list(session, Project.class, tenant, query.paging()));
        return query.page(rows, ProjectView::of, ProjectView::id);
    }

    @GET
    @Path("/{id}")
    public ProjectView getProject(UUID id) {
        UUID tenant = current.tenant();
        return ProjectView.of(transactions.call(session -> Rows.get(session, Project.class, tenant, id)));
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Gone")
    public Response deleteProject(UUID id) {
        UUID tenant = current.tenant();
        if (id.equals(tenants.defaultProject(tenant))) {
            throw Problem.of(ErrorKind.CONFLICT, "default-project", "A tenant keeps its default project.")
                    .exception();
        }
        return mutations.local(
                new Change("projects.delete", id, null),
                (session, ids) ->
                        Rows.delete(session, Project.class, tenant, id).replaceWith(Answer.gone()));
    }
}
