package org.xenopolis.scheduler.operations;

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
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;

/** An operation as it is stored; read only, written by {@link OperationLog}. */
@Entity
@Table(name = "operations")
class OperationRow {
    @Id
    UUID id = new UUID(0, 0);

    String kind = "";

    @Column(name = "instance_id")
    UUID instanceId = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    @Column(name = "project_id")
    UUID projectId = new UUID(0, 0);

    String state = "";
    int step;
    int progress;
    byte[] request = new byte[0];
    String cause = "";

    @Column(name = "from_state")
    String fromState = "";

    @Column(name = "source_host_id")
    @Nullable
    UUID sourceHostId;

    @Column(name = "source_epoch")
    long sourceEpoch;

    @Column(name = "target_host_id")
    @Nullable
    UUID targetHostId;

    @Column(name = "target_epoch")
    long targetEpoch;

    byte @Nullable [] error;
    byte @Nullable [] result;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "finished_at")
    @Nullable
    Instant finishedAt;

    @Column(name = "claimed_by")
    @Nullable
    UUID claimedBy;

    OperationRecord toRecord() {
        try {
            return new OperationRecord(
                    new OperationId(id),
                    OperationKind.valueOf(kind),
                    new InstanceId(instanceId),
                    new OperationRecord.Position(OperationState.valueOf(state), step, progress),
                    ActRequest.parseFrom(request),
                    InstanceState.valueOf(fromState),
                    new OperationRecord.Ends(host(sourceHostId), sourceEpoch, host(targetHostId), targetEpoch),
                    error == null ? null : ErrorDetail.parseFrom(error),
                    result == null
                            ? java.util.Map.of()
                            : Operation.parseFrom(result).getResultMap(),
                    tenantId.toString(),
                    projectId.toString(),
                    createdAt,
                    finishedAt);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("unreadable record of operation " + id, e);
        }
    }

    private static @Nullable HostId host(@Nullable UUID id) {
        return id == null ? null : new HostId(id);
    }
}
