package org.xenopolis.gateway.tenants;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.core.Paging;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.edge.TenantGate;
import org.xenopolis.gateway.quotas.Quotas;
import org.xenopolis.store.Transactions;

/** Looks tenants up. That a tenant is open is remembered for a moment: so long may its tokens outlive its closing. */
@ApplicationScoped
public class TenantDirectory implements TenantGate {
    static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int REMEMBERED_MAX = 100_000;

    private record Known(UUID defaultProject, long untilNanos) {}

    private final ConcurrentHashMap<UUID, Known> open = new ConcurrentHashMap<>();
    private final Transactions transactions;
    private final Quotas quotas;

    TenantDirectory(Transactions transactions, Quotas quotas) {
        this.transactions = transactions;
        this.quotas = quotas;
    }

    @Override
    public boolean isOpen(UUID tenant) {
        return known(tenant) != null;
    }

    /** Where a tenant's things go when it names no project. */
    public UUID defaultProject(UUID tenant) {
        Known known = known(tenant);
        if (known == null) {
            throw Problems.notFound();
        }
        return known.defaultProject();
    }

    TenantView view(UUID tenant) {
        return transactions.call(session -> view(session, tenant));
    }

    Uni<TenantView> view(Mutiny.Session session, UUID tenant) {
        return session.find(Tenant.class, tenant)
                .chain(row -> row == null ? Uni.createFrom().failure(Problems.notFound()) : view(session, row));
    }

    private Uni<TenantView> view(Mutiny.Session session, Tenant row) {
        return quotas.standing(session, row.id)
                .map(standing -> new TenantView(
                        row.id,
                        row.name,
                        row.currency,
                        row.state,
                        row.defaultProjectId,
                        QuotaView.of(standing.limits()),
                        QuotaView.of(standing.used()),
                        row.createdAt,
                        null));
    }

    List<TenantView> list(Paging paging) {
        UUID after = paging.after() == null ? new UUID(0, 0) : paging.after();
        return transactions.call(
                session -> session.createSelectionQuery("from Tenant where id > :after order by id", Tenant.class)
                        .setParameter("after", after)
                        .setMaxResults(paging.limit())
                        .getResultList()
                        .chain(rows -> views(session, rows)));
    }

    /** One after the other: a session does one thing at a time. */
    private Uni<List<TenantView>> views(Mutiny.Session session, List<Tenant> rows) {
        return io.smallrye.mutiny.Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> view(session, row))
                .collect()
                .asList();
    }

    void forget(UUID tenant) {
        open.remove(tenant);
    }

    private @Nullable Known known(UUID tenant) {
        Known known = open.get(tenant);
        if (known != null && System.nanoTime() - known.untilNanos() < 0) {
            return known;
        }
        Tenant row = transactions.read(session -> session.find(Tenant.class, tenant));
        if (row == null || !row.state.equals(Tenant.OPEN)) {
            open.remove(tenant);
            return null;
        }
        if (open.size() >= REMEMBERED_MAX) {
            open.clear();
        }
        Known fresh = new Known(row.defaultProjectId, System.nanoTime() + REMEMBERED.toNanos());
        open.put(tenant, fresh);
        return fresh;
    }
}
