package org.xenopolis.gateway.networks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table of addresses: one place in one network, and who has it. */
@Entity
@Table(name = "addresses")
class Address {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    @Column(name = "network_id")
    UUID networkId = new UUID(0, 0);

    @Column(name = "host_offset")
    int hostOffset;

    String ipv4 = "";
    String mac = "";

    @Column(name = "instance_id")
    @Nullable
    UUID instanceId;

    /** Asked for by itself: stays when the instance goes. */
    boolean kept;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
