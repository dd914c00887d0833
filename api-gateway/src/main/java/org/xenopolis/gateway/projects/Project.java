package org.xenopolis.gateway.projects;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of the table of projects. */
@Entity
@Table(name = "projects")
class Project {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    String name = "";

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
