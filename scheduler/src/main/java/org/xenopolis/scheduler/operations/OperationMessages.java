package org.xenopolis.scheduler.operations;

import com.google.protobuf.Timestamp;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.xenopolis.contracts.instances.Operation;

/** Operations in the words of the contract. */
@ApplicationScoped
public class OperationMessages {
    private final Sagas sagas;

    OperationMessages(Sagas sagas) {
        this.sagas = sagas;
    }

    public Operation of(OperationRecord operation) {
        Operation.Builder message = Operation.newBuilder()
                .setId(operation.id().toString())
                .setKind(operation.kind())
                .setInstanceId(operation.instance().toString())
                .setTenantId(operation.tenant())
                .setProjectId(operation.project())
                .setState(operation.position().state())
                .setStep(sagas.stepName(operation))
                .setCreatedAt(stamp(operation.createdAt()))
                .putAllResult(operation.result())
                .setProgressPercent(operation.position().progress());
        if (operation.error() != null) {
            message.setError(operation.error());
        }
        if (operation.finishedAt() != null) {
            message.setFinishedAt(stamp(operation.finishedAt()));
        }
        return message.build();
    }

    private static Timestamp stamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
