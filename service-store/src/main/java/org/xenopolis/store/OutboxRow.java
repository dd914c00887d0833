package org.xenopolis.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fact that is committed and not yet on Kafka. */
@Entity
@Table(name = "outbox")
class OutboxRow {
    @Id
    // By the database, in the order of the inserts: pooled sequences would break the order per key.
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(name = "event_id")
    UUID eventId = new UUID(0, 0);

    String topic = "";

    @Column(name = "message_key")
    String key = "";

    byte[] payload = new byte[0];
}
