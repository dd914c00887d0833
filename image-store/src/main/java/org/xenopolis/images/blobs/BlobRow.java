package org.xenopolis.images.blobs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.xenopolis.cluster.Digest;

/** Written by SQL only; read as an entity. */
@Entity
@Table(name = "blobs")
class BlobRow {
    @Id
    String digest = "";

    @Column(name = "size_bytes")
    long sizeBytes;

    @Column(name = "chunk_list")
    String chunkList = "";

    boolean damaged;

    @Column(name = "touched_at")
    Instant touchedAt = Instant.EPOCH;

    @Column(name = "verified_at")
    Instant verifiedAt = Instant.EPOCH;

    BlobSummary summary() {
        return new BlobSummary(Digest.of(digest), sizeBytes, Digest.of(chunkList));
    }
}
