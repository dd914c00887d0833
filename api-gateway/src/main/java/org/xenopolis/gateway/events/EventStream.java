package org.xenopolis.gateway.events;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.xenopolis.gateway.edge.RateLimits;

/** One connection that events are sent down, in the form of server-sent events, until the client goes. */
final class EventStream implements StreamingOutput {
    private static final int PAGE = 200;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Optional<UUID> owner;
    private final UUID holder;
    private final EventStore events;
    private final EventBell bell;
    private final RateLimits limits;
    private long after;
    private final boolean reset;

    /** @param reset the client's last event is no longer known: it has to read again what it shows */
    EventStream(
            Optional<UUID> owner,
            UUID holder,
            EventStore events,
            EventBell bell,
            RateLimits limits,
            long after,
            boolean reset) {
        this.owner = owner;
        this.holder = holder;
        this.events = events;
        this.bell = bell;
        this.limits = limits;
        this.after = after;
        this.reset = reset;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        EventBell.Listener listener = bell.listen(owner);
        try {
            send(out, reset ? "event: reset\ndata: {}\n\n" : ": welcome\n\n");
            while (!bell.isStopping()) {
                boolean more = sendPage(out);
                if (!more && !listener.await(HEARTBEAT)) {
                    send(out, ": still here\n\n");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            bell.leave(listener);
            limits.closeStream(holder);
        }
    }

    private boolean sendPage(OutputStream out) throws IOException {
        List<EventRow> page = events.page(owner, after, PAGE);
        if (page.isEmpty()) {
            return false;
        }
        StringBuilder text = new StringBuilder();
        for (EventRow row : page) {
            text.append("id: ").append(row.eventId).append("\nevent: ").append(row.type);
            // JSON has no line breaks of its own, so it is one line of data.
            text.append("\ndata: ")
                    .append(owner.isPresent() ? row.body : row.operatorBody)
                    .append("\n\n");
            after = row.sequence == null ? after : row.sequence;
        }
        send(out, text.toString());
        return page.size() == PAGE;
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
