package org.xenopolis.scheduler.operations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xenopolis.contracts.agent.SnapshotDomainReply;
import org.xenopolis.contracts.agent.SnapshotDomainRequest;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.scheduler.agents.Domains;

/** Copies the disk into the image store, under the image id that the caller chose. */
@ApplicationScoped
@Unremovable
class SnapshotSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    SnapshotSaga(Domains domains) {
        this.domains = domains;
        this.steps = List.of(
                new Step("snapshot-domain", call(this::snapshot), nothing()),
                new Step("taken", store((work, again) -> Change.to(work)), nothing()));
    }

    private Work snapshot(Work work, String command) {
        OperationRecord operation = work.operation();
        SnapshotDomainReply reply = domains.snapshot(
                Domains.at(work.instance()),
                command,
                SnapshotDomainRequest.newBuilder()
                        .setImageId(operation.request().getSnapshotImageId())
                        .setName(operation.request().getSnapshotName())
                        .setTenantId(operation.tenant())
                        .setProjectId(operation.project()));
        Map<String, String> result = Map.of(
                "image_id", operation.request().getSnapshotImageId(),
                "manifest_digest", reply.getManifestDigest(),
                "size_bytes", String.valueOf(reply.getSizeBytes()));
        return work.noting(record -> record.having(result));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.SNAPSHOT;
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(30);
    }
}
