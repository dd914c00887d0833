package org.xenopolis.scheduler.migrations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.scheduler.Facts;
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
        Map<String, String> result = operation.result();
        return facts.append(
                session,
                Topics.MIGRATION_FACTS,
                about,
                header -> MigrationFact.newBuilder()
                        .setHeader(header)
                        .setMigrationId(operation.id().toString())
                        .setInstanceId(operation.instance().toString())
                        .setFromHostId(Objects.toString(operation.ends().source(), ""))
                        .setToHostId(Objects.toString(operation.ends().target(), ""))
                        .setPhase(phase)
                        .setCopiedBytes(number(result, Transfer.COPIED_BYTES))
                        .setCopyNanos(number(result, Transfer.COPY_NANOS))
                        .setPauseNanos(number(result, Transfer.PAUSE_NANOS))
                        .setPredictedCopyNanos(number(result, Transfer.PREDICTED_COPY_NANOS))
                        .setPredictedPauseNanos(number(result, Transfer.PREDICTED_PAUSE_NANOS))
                        .setReason(
                                operation.error() == null
                                        ? operation.request().getCause()
                                        : operation.error().getCode())
                        .build());
    }

    private static long number(Map<String, String> result, String key) {
        return Long.parseLong(result.getOrDefault(key, "0"));
    }
}
