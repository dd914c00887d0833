package org.xenopolis.scheduler.instances;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.common.ErrorDetail;
import org.xenopolis.contracts.instances.InstanceSpec;

/** An instance as it is stored; read only, changed by its operations. */
@Entity
@Table(name = "instances")
class InstanceRow {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    @Column(name = "project_id")
    UUID projectId = new UUID(0, 0);

    byte[] spec = new byte[0];
    String state = "";
    String intended = "";

    @Column(name = "host_id")
    @Nullable
    UUID hostId;

    @Column(name = "disk_host_id")
    @Nullable
    UUID diskHostId;

    long epoch;

    @Column(name = "last_epoch")
    long lastEpoch;

    long generation;

    @Column(name = "operation_id")
    @Nullable
    UUID operationId;

    byte @Nullable [] error;

    @Column(name = "has_user_data")
    boolean hasUserData;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    InstanceRecord toRecord() {
        try {
            return new InstanceRecord(
                    new InstanceId(id),
                    InstanceSpec.parseFrom(spec),
                    InstanceState.valueOf(state),
                    InstanceState.valueOf(intended),
                    new InstanceRecord.Place(host(hostId), host(diskHostId), epoch, lastEpoch),
                    generation,
                    operationId == null ? null : new OperationId(operationId),
                    error == null ? null : ErrorDetail.parseFrom(error),
                    createdAt,
                    updatedAt,
                    hasUserData);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("unreadable record of instance " + id, e);
        }
    }

    private static @Nullable HostId host(@Nullable UUID id) {
        return id == null ? null : new HostId(id);
    }
}
