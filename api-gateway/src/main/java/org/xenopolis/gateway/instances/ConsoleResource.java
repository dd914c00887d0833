package org.xenopolis.gateway.instances;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.instances.ConsoleChunk;
import org.xenopolis.contracts.instances.GetInstanceRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.ReadConsoleRequest;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.RateLimits;
import org.xenopolis.gateway.peers.Downstream;

/** What a guest wrote to its console: hostile text, shown as text and nothing else. */
@Path("/v1/instances/{id}/console")
@Tag(name = "instances")
@RolesAllowed("tenant")
@RunOnVirtualThread
public class ConsoleResource {
    private static final String NEXT_OFFSET = "Console-Next-Offset";
    private static final int BYTES_MAX = 4 << 20;

    private final Downstream downstream;
    private final CurrentRequest current;
    private final RateLimits limits;

    ConsoleResource(Downstream downstream, CurrentRequest current, RateLimits limits) {
        this.downstream = downstream;
        this.current = current;
        this.limits = limits;
    }

    /** From an offset on; with {@code follow} the answer goes on as the guest writes. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @APIResponse(
            responseCode = "200",
            description = "The console's bytes",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)))
    public Response readConsole(
            UUID id,
            @QueryParam("offset") @DefaultValue("0") long offset,
            @QueryParam("follow") @DefaultValue("false") boolean follow) {
        ReadConsoleRequest request = ReadConsoleRequest.newBuilder()
                .setInstanceId(id.toString())
                .setTenantId(current.tenant().toString())
                .setFromOffset(Math.max(0, offset))
                .setFollow(follow)
                .build();
        return follow ? followed(id, request) : whole(request);
    }

    private Response whole(ReadConsoleRequest request) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long next = request.getFromOffset();
        Iterator<ConsoleChunk> chunks = downstream.instances().readConsole(request);
        while (chunks.hasNext() && text.size() < BYTES_MAX) {
            ConsoleChunk chunk = chunks.next();
            text.writeBytes(chunk.getBytes().toByteArray());
            next = chunk.getOffset() + chunk.getBytes().size();
        }
        return Response.ok(text.toByteArray(), "text/plain; charset=utf-8")
                .header(NEXT_OFFSET, next)
                .build();
    }

    private Response followed(UUID id, ReadConsoleRequest request) {
        // Not found is said before the stream begins.
        Instance ignored = downstream
                .instances()
                .getInstance(GetInstanceRequest.newBuilder()
                        .setInstanceId(id.toString())
                        .setTenantId(request.getTenantId())
                        .build());
        UUID tenant = current.tenant();
        if (!limits.openStream(tenant)) {
            throw Problem.of(ErrorKind.UNAVAILABLE, "rate-limited", "You hold too many streams open.")
                    .exception();
        }
        StreamingOutput stream = out -> {
            // Cancelled when the client goes, so that the scheduler does not go on for nobody.
            try (Context.CancellableContext call = Context.current().withCancellation()) {
                copy(
                        call.wrap(() -> downstream.followedInstances().readConsole(request))
                                .call(),
                        out);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                limits.closeStream(tenant);
            }
        };
        return Response.ok(stream, "text/plain; charset=utf-8").build();
    }

    private static void copy(Iterator<ConsoleChunk> chunks, OutputStream out) throws IOException {
        try {
            while (chunks.hasNext()) {
                chunks.next().getBytes().writeTo(out);
                out.flush();
            }
        } catch (StatusRuntimeException e) {
            // The answer has begun: its end is all that can be said.
            out.flush();
        }
    }
}
