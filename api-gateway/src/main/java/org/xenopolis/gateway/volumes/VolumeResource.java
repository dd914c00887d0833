package org.xenopolis.gateway.volumes;

import io.grpc.StatusRuntimeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.instances.CreateVolumeRequest;
import org.xenopolis.contracts.instances.GetVolumeRequest;
import org.xenopolis.contracts.instances.ListVolumesRequest;
import org.xenopolis.contracts.instances.Volume;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Ids;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.mutations.RemoteWork;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.gateway.projects.Projects;
import org.xenopolis.gateway.quotas.Quotas;
import org.xenopolis.gateway.tenants.TenantDirectory;

/** Volumes of the caller's tenant; the scheduler holds them, their quota is here. */
@Path("/v1/volumes")
@Tag(name = "volumes")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class VolumeResource {
    public record CreateVolume(
            @NotBlank @Size(max = 100) String name,
            @Min(1) @Max(16L << 20) long sizeMiB,
            @Nullable UUID projectId) {}

    public record VolumeView(
            String id,
            String name,
            String projectId,
            long sizeMiB,
            @Nullable String instanceId,
            long generation,
            @Nullable Instant createdAt) {
        static VolumeView of(Volume volume) {
            return new VolumeView(
                    volume.getId(),
                    volume.getName(),
                    volume.getProjectId(),
                    Words.mebibytes(volume.getSizeBytes()),
                    Words.orNull(volume.getInstanceId()),
                    volume.getGeneration(),
                    Words.time(volume.hasCreatedAt(), volume.getCreatedAt()));
        }
    }

    private final Downstream downstream;
    private final Mutations mutations;
    private final CurrentRequest current;
    private final TenantDirectory tenants;
    private final Projects projects;
    private final Quotas quotas;

    VolumeResource(
            Downstream downstream,
            Mutations mutations,
            CurrentRequest current,
            TenantDirectory tenants,
            Projects projects,
            Quotas quotas) {
        this.downstream = downstream;
        this.mutations = mutations;
        this.current = current;
        this.tenants = tenants;
        this.projects = projects;
        this.quotas = quotas;
    }

    @POST
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VolumeView.class)))
    public Response createVolume(@NotNull @Valid CreateVolume request) {
        UUID tenant = current.tenant();
        UUID project = request.projectId() == null ? tenants.defaultProject(tenant) : request.projectId();
        return mutations.remote(new Change("volumes.create", null, request), new Creation(tenant, project, request));
    }

    @GET
    public Page<VolumeView> listVolumes(@BeanParam PageQuery query, @QueryParam("projectId") @Nullable UUID projectId) {
        ListVolumesRequest request = ListVolumesRequest.newBuilder()
                .setTenantId(current.tenant().toString())
                .setProjectId(Words.orEmpty(projectId))
                .setPage(query.request())
                .build();
        return query.page(downstream.volumes().listVolumes(request).getVolumesList(), VolumeView::of, VolumeView::id);
    }

    @GET
    @Path("/{id}")
    public VolumeView getVolume(UUID id) {
        return VolumeView.of(downstream.volumes().getVolume(request(id)));
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Gone")
    public Response deleteVolume(UUID id) {
        return mutations.remote(new Change("volumes.delete", id, null), new Deletion(id, current.tenant()));
    }

    private GetVolumeRequest request(UUID id) {
        return GetVolumeRequest.newBuilder()
                .setVolumeId(id.toString())
                .setTenantId(current.tenant().toString())
                .build();
    }

    private final class Creation implements RemoteWork.Settled {
        private final UUID tenant;
        private final UUID project;
        private final CreateVolume request;

        Creation(UUID tenant, UUID project, CreateVolume request) {
            this.tenant = tenant;
            this.project = project;
            this.request = request;
        }

        @Override
        public Uni<?> reserve(Mutiny.Session session, Ids ids) {
            Amounts amounts = Amounts.ofVolume(Words.bytes(request.sizeMiB()));
            return projects.require(session, tenant, project)
                    .chain(() -> quotas.reserve(
                            session,
                            new Quotas.Claim(ids.entity(), tenant, Quotas.Kind.VOLUME, ids.entity(), amounts)));
        }

        @Override
        public Answer act(Ids ids) {
            Volume volume = downstream
                    .volumes()
                    .createVolume(CreateVolumeRequest.newBuilder()
                            .setVolume(Volume.newBuilder()
                                    .setId(ids.entityText())
                                    .setTenantId(tenant.toString())
                                    .setProjectId(project.toString())
                                    .setName(request.name())
                                    .setSizeBytes(Words.bytes(request.sizeMiB())))
                            .build());
            return Answer.created("/v1/volumes/" + volume.getId(), VolumeView.of(volume));
        }

        @Override
        public Uni<?> settle(Mutiny.Session session, Ids ids) {
            return quotas.confirm(session, ids.entity());
        }

        @Override
        public Uni<?> undo(Mutiny.Session session, Ids ids) {
            return quotas.release(session, ids.entity());
        }
    }

    private final class Deletion implements RemoteWork.Settled {
        private final UUID id;
        private final UUID tenant;
        private boolean isAbsent;

        Deletion(UUID id, UUID tenant) {
            this.id = id;
            this.tenant = tenant;
        }

        @Override
        public Answer act(Ids ids) {
            try {
                Volume ignored = downstream.volumes().deleteVolume(request(id));
                return Answer.gone();
            } catch (StatusRuntimeException e) {
                isAbsent = ProblemStatus.toProblem(e).kind() == ErrorKind.NOT_FOUND;
                throw e;
            }
        }

        @Override
        public Uni<?> settle(Mutiny.Session session, Ids ids) {
            return quotas.release(session, id, tenant);
        }

        /** Deleted by a request whose answer was lost: its share is still held. */
        @Override
        public Uni<?> undo(Mutiny.Session session, Ids ids) {
            return isAbsent
                    ? quotas.release(session, id, tenant)
                    : Uni.createFrom().voidItem();
        }
    }
}
