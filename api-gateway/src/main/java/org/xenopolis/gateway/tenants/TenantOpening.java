package org.xenopolis.gateway.tenants;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.billing.OpenAccountRequest;
import org.xenopolis.gateway.audit.AuditTrail;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Ids;
import org.xenopolis.gateway.mutations.RemoteWork;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.quotas.Quotas;

/** Opens a tenant: here with its limits, its audit chain and its first project, then in billing with its account. */
record TenantOpening(OpenTenant wish, Amounts limits, Parts parts) implements RemoteWork {
    static final String DEFAULT_PROJECT = "default";

    record Parts(
            Quotas quotas,
            AuditTrail audit,
            TenantFacts facts,
            TenantDirectory directory,
            Downstream downstream,
            Clock clock) {}

    @Override
    public Uni<?> reserve(Mutiny.Session session, Ids ids) {
        UUID tenant = tenant(ids);
        return session.find(Tenant.class, tenant)
                .chain(known -> known == null ? insert(session, ids) : refuseOther(known, ids));
    }

    private Uni<Void> insert(Mutiny.Session session, Ids ids) {
        Tenant row = new Tenant();
        row.id = tenant(ids);
        row.name = wish.name();
        row.currency = currency();
        row.defaultProjectId = ids.operation();
        row.createdAt = parts.clock().instant();
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> parts.quotas().limit(session, row.id, limits))
                .chain(() -> parts.audit().open(session, row.id))
                .chain(() -> session.createNativeQuery("insert into projects (id, tenant_id, name, created_at)"
                                + " values (:id, :tenant, :name, :at)")
                        .setParameter("id", row.defaultProjectId)
                        .setParameter("tenant", row.id)
                        .setParameter("name", DEFAULT_PROJECT)
                        .setParameter("at", row.createdAt)
                        .executeUpdate())
                .chain(() -> parts.facts().opened(session, row.id, row.name))
                .chain(() -> parts.facts().projectCreated(session, row.id, row.defaultProjectId, DEFAULT_PROJECT))
                .chain(() -> parts.facts().quotaChanged(session, row.id, limits));
    }

    /** The same request again finds its own row; another one must not take it over. */
    private static Uni<Void> refuseOther(Tenant known, Ids ids) {
        if (!known.defaultProjectId.equals(ids.operation())) {
            throw Problem.of(ErrorKind.CONFLICT, "tenant-exists", "There is a tenant with this id.")
                    .exception();
        }
        return Uni.createFrom().voidItem();
    }

    @Override
    public Answer act(Ids ids) {
        UUID tenant = tenant(ids);
        parts.downstream()
                .billing()
                .openAccount(OpenAccountRequest.newBuilder()
                        .setTenantId(tenant.toString())
                        .setCurrency(currency())
                        .setName(wish.name())
                        .build());
        return Answer.created(
                "/operator/v1/tenants/" + tenant, parts.directory().view(tenant));
    }

    private UUID tenant(Ids ids) {
        return wish.id() == null ? ids.entity() : wish.id();
    }

    private String currency() {
        return wish.currency() == null ? "EUR" : wish.currency();
    }
}
