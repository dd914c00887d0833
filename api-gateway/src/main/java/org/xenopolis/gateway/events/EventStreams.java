package org.xenopolis.gateway.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.gateway.edge.Caller;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.edge.RateLimits;

/** Opens streams of events. */
@ApplicationScoped
class EventStreams {
    static final String MEDIA_TYPE = "text/event-stream";

    private final EventStore events;
    private final EventBell bell;
    private final RateLimits limits;

    EventStreams(EventStore events, EventBell bell, RateLimits limits) {
        this.events = events;
        this.bell = bell;
        this.limits = limits;
    }

    /** @param lastEventId the last one that the client has; without it the stream begins now */
    Response open(Caller caller, @Nullable String lastEventId) {
        Optional<UUID> owner = Optional.ofNullable(caller.tenant());
        Optional<Long> known = lastEventId == null || lastEventId.isEmpty()
                ? Optional.empty()
                : events.sequenceOf(owner, parsed(lastEventId));
        boolean reset = lastEventId != null && !lastEventId.isEmpty() && known.isEmpty();
        long after = known.orElseGet(events::last);
        if (!limits.openStream(caller.scope())) {
            throw Problem.of(ErrorKind.UNAVAILABLE, "rate-limited", "You hold too many streams open.")
                    .exception();
        }
        return Response.ok(new EventStream(owner, caller.scope(), events, bell, limits, after, reset))
                .type(MEDIA_TYPE)
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static UUID parsed(String lastEventId) {
        try {
            return UUID.fromString(lastEventId);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("Last-Event-ID", "must be the id of an event");
        }
    }
}
