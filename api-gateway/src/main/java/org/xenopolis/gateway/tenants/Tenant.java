package org.xenopolis.gateway.tenants;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of the table of tenants. */
@Entity
@Table(name = "tenants")
class Tenant {
    static final String OPEN = "OPEN";
    static final String CLOSED = "CLOSED";

    @Id
    UUID id = new UUID(0, 0);

    String name = "";
    String currency = "";
    String state = OPEN;

    @Column(name = "default_project_id")
    UUID defaultProjectId = new UUID(0, 0);

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
