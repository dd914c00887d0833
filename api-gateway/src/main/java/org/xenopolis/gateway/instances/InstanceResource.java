package org.xenopolis.gateway.instances;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
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
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageState;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.instances.GetInstanceRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.ListInstancesRequest;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.gateway.core.EntityTag;
import org.xenopolis.gateway.core.InstanceRules;
import org.xenopolis.gateway.core.NamedSize;
import org.xenopolis.gateway.core.Violation;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.operations.Accepted;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.gateway.tenants.TenantDirectory;

/** Instances of the caller's tenant. */
@Path("/v1/instances")
@Tag(name = "instances")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class InstanceResource {
    private final InstanceParts parts;
    private final TenantDirectory tenants;
    private final InstanceActions actions;
    private final Mutations mutations;
    private final CurrentRequest current;

    InstanceResource(
            InstanceParts parts,
            TenantDirectory tenants,
            InstanceActions actions,
            Mutations mutations,
            CurrentRequest current) {
        this.parts = parts;
        this.tenants = tenants;
        this.actions = actions;
        this.mutations = mutations;
        this.current = current;
    }

    @POST
    @APIResponse(
            responseCode = "202",
            description = "Accepted; watch the operation",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Accepted.class)))
    public Response createInstance(@NotNull @Valid CreateInstance request) {
        UUID tenant = current.tenant();
        Sizes.Amount amount = check(request);
        Image image = image(tenant, request.imageId(), amount);
        UUID standard = tenants.defaultProject(tenant);
        UUID project = request.projectId() == null ? standard : request.projectId();
        var wish = new InstanceCreation.Wish(tenant, project, project.equals(standard), request, amount, image);
        return mutations.remote(new Change("instances.create", null, request), new InstanceCreation(wish, parts));
    }

    @GET
    public Page<InstanceView> listInstances(
            @BeanParam PageQuery query, @QueryParam("projectId") @Nullable UUID projectId) {
        ListInstancesRequest request = ListInstancesRequest.newBuilder()
                .setTenantId(current.tenant().toString())
                .setProjectId(Words.orEmpty(projectId))
                .setPage(query.request())
                .build();
        return query.page(
                parts.downstream().instances().listInstances(request).getInstancesList(),
                InstanceView::ofTenant,
                InstanceView::id);
    }

    @GET
    @Path("/{id}")
    @APIResponse(
            responseCode = "200",
            description = "The instance",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InstanceView.class)))
    public Response getInstance(UUID id) {
        Instance instance = parts.downstream()
                .instances()
                .getInstance(GetInstanceRequest.newBuilder()
                        .setInstanceId(id.toString())
                        .setTenantId(current.tenant().toString())
                        .build());
        return Response.ok(InstanceView.ofTenant(instance))
                .header("ETag", EntityTag.of(instance.getGeneration()))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; watch the operation",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Accepted.class)))
    public Response deleteInstance(UUID id) {
        return actions.run(id, OperationKind.DELETE, null, request -> {});
    }

    private static Sizes.Amount check(CreateInstance request) {
        List<Violation> wrong = new ArrayList<>();
        NamedSize base = Sizes.base(request.size(), wrong);
        Sizes.Amount amount = new Sizes.Amount(
                request.vcpus() == null ? base.vcpus() : request.vcpus(),
                request.memoryMiB() == null ? base.memoryMiB() : request.memoryMiB(),
                request.diskMiB() == null ? base.diskMiB() : request.diskMiB());
        wrong.addAll(InstanceRules.check(new InstanceRules.Wish(
                request.name(),
                amount.vcpus(),
                amount.memoryMiB(),
                amount.diskMiB(),
                request.zone(),
                request.affinityGroup(),
                request.antiAffinityGroup(),
                request.cpuWeight() == null ? 0 : request.cpuWeight(),
                request.cpuCapPercent() == null ? 0 : request.cpuCapPercent(),
                request.networksOrNone().size(),
                request.keysOrNone(),
                request.userData(),
                request.recovery() == null ? "KEEP_RUNNING" : request.recovery(),
                request.migration() == null ? "ALLOWED" : request.migration(),
                request.pauseMaxMillis())));
        Problems.refuseIfAny(wrong);
        return amount;
    }

    private Image image(UUID tenant, UUID id, Sizes.Amount amount) {
        Image image = parts.images().get(tenant, id);
        if (image.getState() != ImageState.IMAGE_READY) {
            throw Problem.of(ErrorKind.CONFLICT, "image-not-ready", "The image is not READY: " + state(image) + ".")
                    .exception();
        }
        long virtual = image.getPartsList().stream()
                .mapToLong(Part::getVirtualBytes)
                .max()
                .orElse(0);
        if (Words.bytes(amount.diskMiB()) < virtual) {
            throw Problems.invalid(
                    "diskMiB", "must be at least " + Words.mebibytes(virtual) + ", the size of the image's disk");
        }
        return image;
    }

    private static String state(Image image) {
        return image.getState().name().replace("IMAGE_", "");
    }
}
