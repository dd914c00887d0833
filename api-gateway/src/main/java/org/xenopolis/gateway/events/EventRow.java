package org.xenopolis.gateway.events;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table of events. The database numbers them, in the order in which they are committed. */
@Entity
@Table(name = "events")
class EventRow {
    @Id
    @Column(name = "event_id")
    UUID eventId = new UUID(0, 0);

    @Column(insertable = false, updatable = false)
    @Nullable
    Long sequence;

    /** All zeros where no tenant is concerned. */
    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    String type = "";

    /** As its tenant sees it. */
    String body = "";

    @Column(name = "operator_body")
    String operatorBody = "";

    @Column(name = "occurred_at")
    Instant occurredAt = Instant.EPOCH;
}
