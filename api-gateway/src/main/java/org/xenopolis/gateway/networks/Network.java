package org.xenopolis.gateway.networks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of the table of networks. */
@Entity
@Table(name = "networks")
class Network {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    @Column(name = "project_id")
    UUID projectId = new UUID(0, 0);

    String name = "";
    String cidr = "";

    /** Never given out so far: this and all after it. */
    @Column(name = "next_offset")
    int nextOffset;

    @Column(name = "last_offset")
    int lastOffset;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
