package org.xenopolis.gateway.networks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of the table of security groups. */
@Entity
@Table(name = "security_groups")
class SecurityGroup {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    @Column(name = "project_id")
    UUID projectId = new UUID(0, 0);

    String name = "";

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
