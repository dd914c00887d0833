package org.xenopolis.gateway.operator;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.xenopolis.gateway.instances.ConsoleText;

/** The console of any tenant's instance. */
@Path("/operator/v1/instances/{id}/console")
@Tag(name = "operator: instances")
@RolesAllowed("operator")
@RunOnVirtualThread
public class OperatorConsole {
    private final ConsoleText console;

    OperatorConsole(ConsoleText console) {
        this.console = console;
    }

    /** From an offset on; with {@code follow} the answer goes on as the guest writes. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @APIResponse(
            responseCode = "200",
            description = "The console's bytes",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)))
    public Response readAnyConsole(
            UUID id,
            @QueryParam("offset") @DefaultValue("0") long offset,
            @QueryParam("follow") @DefaultValue("false") boolean follow) {
        return console.read(id, offset, follow);
    }
}
