package org.xenopolis.scheduler.operations;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.common.ErrorDetail;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;

/**
 * One operation, as far as it has been logged.
 *
 * @param from the instance's state when the operation was accepted: what an undo goes back to
 * @param ends where the instance was when it was accepted, and where it goes
 */
public record OperationRecord(
        OperationId id,
        OperationKind kind,
        InstanceId instance,
        Position position,
        ActRequest request,
        InstanceState from,
        Ends ends,
        @Nullable ErrorDetail error,
        Map<String, String> result,
        String tenant,
        String project,
        Instant createdAt,
        @Nullable Instant finishedAt) {
    private static final String REFUSED_HOSTS = "refused_hosts";

    /** @param step the one that may be under way, forwards or backwards */
    public record Position(OperationState state, int step, int progress) {
        public boolean isFinal() {
            return switch (state) {
                case SUCCEEDED, FAILED, CANCELLED -> true;
                default -> false;
            };
        }
    }

    public record Ends(
            @Nullable HostId source,
            long sourceEpoch,
            @Nullable HostId target,
            long targetEpoch) {
        public Ends to(HostId newTarget, long newEpoch) {
            return new Ends(source, sourceEpoch, newTarget, newEpoch);
        }
    }

    public OperationRecord {
        result = Map.copyOf(result);
    }

    public OperationRecord at(Position newPosition) {
        return new OperationRecord(
                id,
                kind,
                instance,
                newPosition,
                request,
                from,
                ends,
                error,
                result,
                tenant,
                project,
                createdAt,
                finishedAt);
    }

    public OperationRecord to(HostId target, long epoch) {
        return new OperationRecord(
                id,
                kind,
                instance,
                position,
                request,
                from,
                ends.to(target, epoch),
                error,
                result,
                tenant,
                project,
                createdAt,
                finishedAt);
    }

    /** Hosts that tried and could not; what they may have made is gone again. */
    public Set<HostId> refusedHosts() {
        String hosts = result.getOrDefault(REFUSED_HOSTS, "");
        return Arrays.stream(hosts.split(","))
                .filter(host -> !host.isEmpty())
                .map(HostId::of)
                .collect(Collectors.toSet());
    }

    public OperationRecord refusedBy(HostId host) {
        Set<HostId> all = new HashSet<>(refusedHosts());
        all.add(host);
        return having(Map.of(
                REFUSED_HOSTS, all.stream().map(HostId::toString).sorted().collect(Collectors.joining(","))));
    }

    public OperationRecord failing(@Nullable ErrorDetail why) {
        return new OperationRecord(
                id, kind, instance, position, request, from, ends, why, result, tenant, project, createdAt, finishedAt);
    }

    public OperationRecord having(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(result);
        all.putAll(more);
        return new OperationRecord(
                id, kind, instance, position, request, from, ends, error, all, tenant, project, createdAt, finishedAt);
    }
}
