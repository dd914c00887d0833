package org.xenopolis.gateway.instances;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.UUID;
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
@ApplicationScoped
public class ConsoleText {
    private static final String TYPE = "text/plain; charset=utf-8";
    private static final String NEXT_OFFSET = "Console-Next-Offset";
    private static final int BYTES_MAX = 4 << 20;

    private final Downstream downstream;
    private final CurrentRequest current;
    private final RateLimits limits;

    ConsoleText(Downstream downstream, CurrentRequest current, RateLimits limits) {
        this.downstream = downstream;
        this.current = current;
        this.limits = limits;
    }

    /** Of an instance that the caller may see: a tenant its own, an operator any. */
    public Response read(UUID id, long offset, boolean follow) {
        ReadConsoleRequest request = ReadConsoleRequest.newBuilder()
                .setInstanceId(id.toString())
                .setTenantId(current.caller().tenantText())
                .setFromOffset(Math.max(0, offset))
                .setFollow(follow)
                .build();
        return follow ? followed(request) : whole(request);
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
        return Response.ok(text.toByteArray(), TYPE).header(NEXT_OFFSET, next).build();
    }

    private Response followed(ReadConsoleRequest request) {
        // Not found is said before the stream begins.
        Instance ignored = downstream
                .instances()
                .getInstance(GetInstanceRequest.newBuilder()
                        .setInstanceId(request.getInstanceId())
                        .setTenantId(request.getTenantId())
                        .build());
        UUID owner = current.caller().scope();
        if (!limits.openStream(owner)) {
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
                limits.closeStream(owner);
            }
        };
        return Response.ok(stream, TYPE).build();
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
