package org.xenopolis.gateway.tenants;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.ProjectCreated;
import org.xenopolis.contracts.facts.QuotaChanged;
import org.xenopolis.contracts.facts.TenantFact;
import org.xenopolis.contracts.facts.TenantOpened;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.store.Outbox;

/** What other services learn about tenants. */
@ApplicationScoped
public class TenantFacts {
    private final Outbox outbox;
    private final IdSource ids;
    private final Clock clock;

    TenantFacts(Outbox outbox, IdSource ids, Clock clock) {
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    Uni<Void> opened(Mutiny.Session session, UUID tenant, String name) {
        return append(
                session,
                tenant,
                null,
                TenantFact.newBuilder().setOpened(TenantOpened.newBuilder().setName(name)));
    }

    public Uni<Void> projectCreated(Mutiny.Session session, UUID tenant, UUID project, String name) {
        return append(
                session,
                tenant,
                project,
                TenantFact.newBuilder()
                        .setProjectCreated(ProjectCreated.newBuilder().setName(name)));
    }

    Uni<Void> quotaChanged(Mutiny.Session session, UUID tenant, Amounts limits) {
        QuotaChanged.Builder changed = QuotaChanged.newBuilder()
                .setInstancesMax(limits.instances())
                .setVcpusMax(limits.vcpus())
                .setMemoryBytesMax(limits.memoryBytes())
                .setDiskBytesMax(limits.diskBytes());
        return append(session, tenant, null, TenantFact.newBuilder().setQuotaChanged(changed));
    }

    private Uni<Void> append(Mutiny.Session session, UUID tenant, @Nullable UUID project, TenantFact.Builder fact) {
        UUID event = ids.next();
        FactHeader header = FactHeader.newBuilder()
                .setEventId(event.toString())
                .setOccurredAt(Words.time(clock.instant()))
                .setVersion(1)
                .setTenantId(tenant.toString())
                .setProjectId(Words.orEmpty(project))
                .build();
        return outbox.append(
                session,
                Topics.TENANT_FACTS,
                tenant.toString(),
                event,
                fact.setHeader(header).build());
    }
}
