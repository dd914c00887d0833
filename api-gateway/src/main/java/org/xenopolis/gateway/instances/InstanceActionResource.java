package org.xenopolis.gateway.instances;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.gateway.operations.Accepted;

/** What can be done to an instance. */
@Path("/v1/instances/{id}/actions")
@Tag(name = "instances")
@RolesAllowed("tenant")
@RunOnVirtualThread
@APIResponse(
        responseCode = "202",
        description = "Accepted; watch the operation",
        content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Accepted.class)))
public class InstanceActionResource {
    private final InstanceActions actions;
    private final ResizeReservations resizes;

    InstanceActionResource(InstanceActions actions, ResizeReservations resizes) {
        this.actions = actions;
        this.resizes = resizes;
    }

    @POST
    @Path("/start")
    public Response startInstance(UUID id) {
        return plain(id, OperationKind.START);
    }

    @POST
    @Path("/stop")
    public Response stopInstance(UUID id, @Valid ActionBodies.@Nullable Stop stop) {
        boolean force = stop != null && Boolean.TRUE.equals(stop.force());
        return actions.run(id, OperationKind.STOP, stop, request -> request.setForce(force));
    }

    @POST
    @Path("/reboot")
    public Response rebootInstance(UUID id) {
        return plain(id, OperationKind.REBOOT);
    }

    @POST
    @Path("/pause")
    public Response pauseInstance(UUID id) {
        return plain(id, OperationKind.PAUSE);
    }

    @POST
    @Path("/unpause")
    public Response unpauseInstance(UUID id) {
        return plain(id, OperationKind.UNPAUSE);
    }

    @POST
    @Path("/suspend")
    public Response suspendInstance(UUID id) {
        return plain(id, OperationKind.SUSPEND);
    }

    @POST
    @Path("/resume")
    public Response resumeInstance(UUID id) {
        return plain(id, OperationKind.RESUME);
    }

    @POST
    @Path("/resize")
    public Response resizeInstance(UUID id, @NotNull @Valid ActionBodies.Resize resize) {
        var wanted = resizes.wanted(id, resize);
        return actions.run(
                id, OperationKind.RESIZE, resize, request -> request.setResizeTo(wanted.to()), wanted.reservation());
    }

    @POST
    @Path("/snapshot")
    public Response snapshotInstance(UUID id, @NotNull @Valid ActionBodies.Snapshot snapshot) {
        return actions.run(id, OperationKind.SNAPSHOT, snapshot, request -> request.setSnapshotName(snapshot.name()));
    }

    @POST
    @Path("/attach-volume")
    public Response attachVolume(UUID id, @NotNull @Valid ActionBodies.Volume volume) {
        return actions.run(
                id,
                OperationKind.ATTACH_VOLUME,
                volume,
                request -> request.setVolumeId(volume.volumeId().toString()));
    }

    @POST
    @Path("/detach-volume")
    public Response detachVolume(UUID id, @NotNull @Valid ActionBodies.Volume volume) {
        return actions.run(
                id,
                OperationKind.DETACH_VOLUME,
                volume,
                request -> request.setVolumeId(volume.volumeId().toString()));
    }

    private Response plain(UUID id, OperationKind kind) {
        return actions.run(id, kind, null, request -> {});
    }
}
