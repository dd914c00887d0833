package org.xenopolis.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event whose effect is committed. */
@Entity
@Table(name = "inbox")
class InboxRow {
    @Id
    @Column(name = "event_id")
    String eventId = "";

    @Column(name = "received_at", insertable = false, updatable = false)
    @Nullable
    Instant receivedAt;
}
