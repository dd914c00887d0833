package org.xenopolis.gateway.operations;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.gateway.peers.Words;

/** Where long work stands. @param tenantId for operators only */
public record OperationView(
        String id,
        String kind,
        String instanceId,
        @Nullable String tenantId,
        @Nullable String projectId,
        String state,
        @Nullable String step,
        int progressPercent,
        Words.@Nullable Failure error,
        Map<String, String> result,
        @Nullable Instant createdAt,
        @Nullable Instant finishedAt) {
    /** What only operators may know of a result. */
    private static final java.util.Set<String> INNER =
            java.util.Set.of("host_id", "from_host_id", "to_host_id", "refused_hosts");

    public static OperationView ofTenant(Operation operation) {
        return of(operation, false);
    }

    public static OperationView ofOperator(Operation operation) {
        return of(operation, true);
    }

    private static OperationView of(Operation operation, boolean operator) {
        Map<String, String> result = new java.util.TreeMap<>(operation.getResultMap());
        if (!operator) {
            result.keySet().removeAll(INNER);
        }
        return new OperationView(
                operation.getId(),
                operation.getKind().name(),
                operation.getInstanceId(),
                operator ? operation.getTenantId() : null,
                Words.orNull(operation.getProjectId()),
                operation.getState().name(),
                Words.orNull(operation.getStep()),
                operation.getProgressPercent(),
                Words.failure(operation.hasError(), operation.getError()),
                result,
                Words.time(operation.hasCreatedAt(), operation.getCreatedAt()),
                Words.time(operation.hasFinishedAt(), operation.getFinishedAt()));
    }
}
