package org.xenopolis.scheduler.migrations;

import io.grpc.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.scheduler.operations.Work;
import org.xenopolis.store.Transactions;

/**
 * Instances that move as one: none is copied before all have their places on the target. So there is at every moment one
 * host on which the whole group has places, and when one of them finds no room, none has moved.
 */
@ApplicationScoped
class MigrationGroup {
    /** Whoever moves the others asks for all of them in one go. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Transactions transactions;
    private final Map<OperationId, Long> waitingSinceNanos = new ConcurrentHashMap<>();

    MigrationGroup(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Throws what makes the engine ask again, and after a while what ends the move. */
    void requireAllHaveTheirPlaces(Work work) {
        Set<InstanceId> others = MigrationPlaces.along(work);
        OperationId operation = work.operation().id();
        if (others.isEmpty()
                || placed(others, Objects.requireNonNull(work.operation().ends().target())) == others.size()) {
            waitingSinceNanos.remove(operation);
            return;
        }
        long since = waitingSinceNanos.computeIfAbsent(operation, first -> System.nanoTime());
        if (System.nanoTime() - since > PATIENCE.toNanos()) {
            waitingSinceNanos.remove(operation);
            throw Problem.of(
                            ErrorKind.CONFLICT,
                            "group-stays",
                            "Not all members of its affinity group got a place there; it stays with them.")
                    .exception();
        }
        throw Status.UNAVAILABLE.withDescription("waits for its group").asRuntimeException();
    }

    private long placed(Set<InstanceId> others, HostId target) {
        return transactions.read(session -> session.createNativeQuery(
                        "select count(distinct instance_id) from allocations where instance_id = any (:ids)"
                                + " and host_id = :host and purpose in ('RUN', 'MIGRATION_TARGET')",
                        Long.class)
                .setParameter("ids", others.stream().map(InstanceId::value).toArray(UUID[]::new))
                .setParameter("host", target.value())
                .getSingleResult());
    }
}
