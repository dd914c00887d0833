package org.xenopolis.gateway.keypairs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of the table of key pairs: of each pair only the public key is ours. */
@Entity
@Table(name = "keypairs")
class KeyPair {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    String name = "";

    @Column(name = "public_key")
    String publicKey = "";

    String fingerprint = "";

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
