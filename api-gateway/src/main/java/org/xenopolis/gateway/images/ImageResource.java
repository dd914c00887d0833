package org.xenopolis.gateway.images;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.images.CreateImageRequest;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageKind;
import org.xenopolis.contracts.images.ImportPartRequest;
import org.xenopolis.contracts.images.ListImagesRequest;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.PageQuery;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.gateway.projects.Projects;
import org.xenopolis.gateway.tenants.TenantDirectory;
import org.xenopolis.store.Transactions;

/** Images that the caller's tenant may use; the image store holds and judges them. */
@Path("/v1/images")
@Tag(name = "images")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class ImageResource {
    private final KnownImages known;
    private final Downstream downstream;
    private final Mutations mutations;
    private final CurrentRequest current;
    private final TenantDirectory tenants;
    private final Projects projects;
    private final Transactions transactions;

    ImageResource(
            KnownImages known,
            Downstream downstream,
            Mutations mutations,
            CurrentRequest current,
            TenantDirectory tenants,
            Projects projects,
            Transactions transactions) {
        this.known = known;
        this.downstream = downstream;
        this.mutations = mutations;
        this.current = current;
        this.tenants = tenants;
        this.projects = projects;
        this.transactions = transactions;
    }

    /** Declares it; its parts' bytes follow. */
    @POST
    public Response createImage(@NotNull @Valid ImageViews.Create request) {
        UUID tenant = current.tenant();
        UUID project = request.projectId() == null ? tenants.defaultProject(tenant) : request.projectId();
        transactions.call(session -> projects.require(session, tenant, project));
        List<Part> parts = parts(request);
        return mutations.remote(new Change("images.create", null, request), ids -> {
            Image image = downstream
                    .images()
                    .createImage(CreateImageRequest.newBuilder()
                            .setImage(Image.newBuilder()
                                    .setId(ids.entityText())
                                    .setTenantId(tenant.toString())
                                    .setProjectId(project.toString())
                                    .setName(request.name())
                                    .setKind(ImageKind.valueOf(request.kind()))
                                    .setCommandLine(Words.orEmpty(request.commandLine()))
                                    .setVirtualization(ImageViews.virtualization(request.virtualization()))
                                    .addAllParts(parts))
                            .build());
            return Answer.created("/v1/images/" + image.getId(), ImageViews.of(image));
        });
    }

    /** The part's bytes, as they are; they are hashed on the way, and the last part starts the verification. */
    @PUT
    @Path("/{id}/parts/{role}")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public Response uploadPart(UUID id, String role, @HeaderParam("Digest") @Nullable String digest, InputStream body) {
        if (digest != null && !digest.matches(ImageViews.DIGEST)) {
            throw Problems.invalid("Digest", "must be sha256:<64 hex digits>");
        }
        UploadChunk first = UploadChunk.newBuilder()
                .setImageId(id.toString())
                .setTenantId(current.tenant().toString())
                .setRole(ImageViews.role(role))
                .setExpectedDigest(Words.orEmpty(digest))
                .build();
        return mutations.remote(new Change("images.upload", id, null, false), ids -> {
            try {
                var call = downstream.imageUploads().uploadPart();
                return Answer.ok(ImageViews.of(new PartUpload(call).send(first, body)));
            } catch (IOException e) {
                throw Problems.invalid("body", "the upload was cut off");
            }
        });
    }

    /** The store fetches the part's bytes itself, over https. */
    @POST
    @Path("/{id}/parts/{role}/import")
    public Response importPart(UUID id, String role, @NotNull @Valid ImageViews.Import request) {
        ImportPartRequest part = ImportPartRequest.newBuilder()
                .setImageId(id.toString())
                .setTenantId(current.tenant().toString())
                .setRole(ImageViews.role(role))
                .setUrl(request.url())
                .setExpectedDigest(Words.orEmpty(request.digest()))
                .build();
        return mutations.remote(
                new Change("images.import", id, request),
                ids -> Answer.accepted(
                        "/v1/images/" + id, ImageViews.of(downstream.images().importPart(part))));
    }

    @GET
    public Page<ImageViews.View> listImages(@BeanParam PageQuery query) {
        ListImagesRequest request = ListImagesRequest.newBuilder()
                .setTenantId(current.tenant().toString())
                .setPage(query.request())
                .build();
        return query.page(downstream.images().listImages(request).getImagesList(), ImageViews::of, ImageViews.View::id);
    }

    @GET
    @Path("/{id}")
    public ImageViews.View getImage(UUID id) {
        return ImageViews.of(known.get(current.tenant(), id));
    }

    @DELETE
    @Path("/{id}")
    public Response deleteImage(UUID id) {
        return mutations.remote(new Change("images.delete", id, null), ids -> {
            Image ignored = downstream.images().deleteImage(request(id));
            known.forget(current.tenant(), id);
            return Answer.gone();
        });
    }

    private GetImageRequest request(UUID id) {
        return GetImageRequest.newBuilder()
                .setImageId(id.toString())
                .setTenantId(current.tenant().toString())
                .build();
    }

    private static List<Part> parts(ImageViews.Create request) {
        List<ImageViews.ExpectedPart> expected = request.parts() != null
                ? request.parts()
                : request.kind().equals("DISK")
                        ? List.of(new ImageViews.ExpectedPart("disk", null))
                        : List.of(
                                new ImageViews.ExpectedPart("kernel", null),
                                new ImageViews.ExpectedPart("ramdisk", null));
        return expected.stream()
                .map(part -> Part.newBuilder()
                        .setRole(ImageViews.role(part.role()))
                        .setExpectedDigest(Words.orEmpty(part.digest()))
                        .build())
                .toList();
    }
}
