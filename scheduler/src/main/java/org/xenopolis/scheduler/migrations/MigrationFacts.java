package org.xenopolis.scheduler.migrations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.scheduler.Facts;
import org.xenopolis.scheduler.hosts.HostStore;
import org.xenopolis.scheduler.operations.OperationRecord;
import org.xenopolis.scheduler.operations.Work;

/** Tells that a migration started, completed or was aborted. A migration's id is its operation's. */
@ApplicationScoped
class MigrationFacts {
    private final Facts facts;

    MigrationFacts(Facts facts) {
        this.facts = facts;
    }

    Uni<Void> tell(Mutiny.Session session, Work work, String phase) {
        OperationRecord operation = work.operation();
        Facts.About about = new Facts.About(
                operation.instance().toString(), work.instance().generation(), operation.tenant(), operation.project());
        return carried(session, operation)
                .chain(carried -> facts.append(
                        session,
                        Topics.MIGRATION_FACTS,
                        about,
                        header -> fact(work, phase, carried).setHeader(header).build()));
    }

    /** How large the instance is is known from its record, how large its volumes are is not; nor what sends it. */
    private record Carried(long volumeBytes, String xen) {}

    private static Uni<Carried> carried(Mutiny.Session session, OperationRecord operation) {
        HostId source = operation.ends().source();
        return session.createNativeQuery(
                        "select cast(coalesce(sum(size_bytes), 0) as bigint) from volumes where instance_id = :id",
                        Long.class)
                .setParameter("id", operation.instance().value())
                .getSingleResult()
                .chain(volumes -> source == null
                        ? Uni.createFrom().item(new Carried(volumes, ""))
                        : HostStore.find(session, source)
                                .map(host -> new Carried(
                                        volumes,
                                        host.map(known -> known.facts().getXenVersion())
                                                .orElse(""))));
    }

    private static MigrationFact.Builder fact(Work work, String phase, Carried carried) {
        OperationRecord operation = work.operation();
        Map<String, String> result = operation.result();
        Resources resources = work.instance().spec().getResources();
        return MigrationFact.newBuilder()
                .setMigrationId(operation.id().toString())
                .setInstanceId(operation.instance().toString())
                .setFromHostId(Objects.toString(operation.ends().source(), ""))
                .setToHostId(Objects.toString(operation.ends().target(), ""))
                .setPhase(phase)
                .setMemoryBytes(resources.getMemoryBytes())
                .setDiskBytes(resources.getDiskBytes() + carried.volumeBytes())
                .setXenVersion(carried.xen())
                .setCopiedBytes(number(result, Transfer.COPIED_BYTES))
                .setRounds((int) number(result, Transfer.ROUNDS))
                .setCopyNanos(number(result, Transfer.COPY_NANOS))
                .setPauseNanos(number(result, Transfer.PAUSE_NANOS))
                .setPredictedCopyNanos(number(result, Transfer.PREDICTED_COPY_NANOS))
                .setPredictedPauseNanos(number(result, Transfer.PREDICTED_PAUSE_NANOS))
                .setReason(
                        operation.error() == null
                                ? operation.request().getCause()
                                : operation.error().getCode());
    }

    private static long number(Map<String, String> result, String key) {
        return Long.parseLong(result.getOrDefault(key, "0"));
    }
}
