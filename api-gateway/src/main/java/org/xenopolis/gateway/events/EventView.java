package org.xenopolis.gateway.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a stream of events carries as data. @param tenantId for operators only */
public record EventView(
        UUID id,
        String type,
        @Nullable Instant occurredAt,
        @Nullable String tenantId,
        @Nullable String projectId,
        @Nullable String instanceId,
        Object data) {}
