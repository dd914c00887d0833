package org.xenopolis.gateway.events;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.edge.CurrentRequest;

/** Events of the caller's tenant, as they happen. */
@Path("/v1/events")
@Tag(name = "events")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class EventResource {
    private final EventStreams streams;
    private final CurrentRequest current;

    EventResource(EventStreams streams, CurrentRequest current) {
        this.streams = streams;
        this.current = current;
    }

    @GET
    @Produces(EventStreams.MEDIA_TYPE)
    @APIResponse(
            responseCode = "200",
            description = "Server-sent events without end; data is an Event",
            content = @Content(mediaType = EventStreams.MEDIA_TYPE, schema = @Schema(implementation = EventView.class)))
    public Response streamEvents(@HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
        return streams.open(current.caller(), lastEventId);
    }
}
