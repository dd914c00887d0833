package org.xenopolis.scheduler.instances;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.instances.Volume;

/** A volume as it is stored. */
@Entity
@Table(name = "volumes")
public class VolumeRow {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    @Column(name = "project_id")
    UUID projectId = new UUID(0, 0);

    String name = "";

    @Column(name = "size_bytes")
    long sizeBytes;

    @Column(name = "host_id")
    @Nullable
    UUID hostId;

    @Column(name = "instance_id")
    @Nullable
    UUID instanceId;

    long generation;

    @Column(name = "created_at", insertable = false, updatable = false)
    Instant createdAt = Instant.EPOCH;

    /** When its owner deleted it; the host may not have wiped it yet. */
    @Column(name = "deleting_at")
    @Nullable
    Instant deletingAt;

    /** When its bytes were wiped. */
    @Column(name = "deleted_at")
    @Nullable
    Instant deletedAt;

    public UUID id() {
        return id;
    }

    public UUID tenant() {
        return tenantId;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    public @Nullable UUID host() {
        return hostId;
    }

    public @Nullable UUID instance() {
        return instanceId;
    }

    /** For its owner there is none any more. */
    public boolean isDeleted() {
        return deletingAt != null || deletedAt != null;
    }

    Volume toMessage() {
        return Volume.newBuilder()
                .setId(id.toString())
                .setTenantId(tenantId.toString())
                .setProjectId(projectId.toString())
                .setName(name)
                .setSizeBytes(sizeBytes)
                .setInstanceId(instanceId == null ? "" : instanceId.toString())
                .setGeneration(generation)
                .setCreatedAt(InstanceMessages.stamp(createdAt))
                .build();
    }
}
