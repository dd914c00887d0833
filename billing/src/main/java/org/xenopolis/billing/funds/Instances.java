package org.xenopolis.billing.funds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;

/** Whose an instance is and what it is called, from its authorisation or its acceptance, whichever came first. */
@ApplicationScoped
public class Instances {
    /** What is said about an instance. */
    record Claim(
            InstanceId instance, TenantId tenant, @Nullable ProjectId project, String name) {}

    public Uni<Map<InstanceId, TenantId>> owners(Mutiny.Session session, Collection<InstanceId> instances) {
        return session.createNativeQuery(
                        "select instance_id, tenant_id from instances"
                                + " where instance_id = any(cast(:instances as uuid[]))",
                        Object[].class)
                .setParameter(
                        "instances", instances.stream().map(InstanceId::value).toArray(UUID[]::new))
                .getResultList()
                .map(rows -> {
                    Map<InstanceId, TenantId> owners = new HashMap<>();
                    rows.forEach(row -> owners.put(new InstanceId((UUID) row[0]), new TenantId((UUID) row[1])));
                    return owners;
                });
    }

    /** Notes the claim unless there is one already, locks the instance, and gives back whose it is. */
    Uni<TenantId> claim(Mutiny.Session session, Claim claim) {
        return claim(session, claim, "");
    }

    /** As {@link #claim}, for an instance that was accepted then; the first time counts. */
    Uni<TenantId> accepted(Mutiny.Session session, Claim claim, Instant at) {
        return claim(session, claim, at.toString());
    }

    private static Uni<TenantId> claim(Mutiny.Session session, Claim claim, String acceptedAt) {
        ProjectId project = claim.project();
        return session.createNativeQuery("""
                        insert into instances as known (instance_id, tenant_id, project_id, name, accepted_at)
                        values (:instance, :tenant, cast(nullif(:project, '') as uuid), :name,
                                cast(nullif(:accepted, '') as timestamptz))
                        on conflict (instance_id) do update
                        set accepted_at = coalesce(known.accepted_at, excluded.accepted_at)
                        returning tenant_id
                        """, UUID.class)
                .setParameter("instance", claim.instance().value())
                .setParameter("tenant", claim.tenant().value())
                .setParameter("project", project == null ? "" : project.toString())
                .setParameter("name", claim.name())
                .setParameter("accepted", acceptedAt)
                .getSingleResult()
                .map(TenantId::new);
    }

    Uni<Integer> deleted(Mutiny.Session session, InstanceId instance, Instant at) {
        return session.createNativeQuery("update instances set deleted_at = :at"
                        + " where instance_id = :instance and deleted_at is null")
                .setParameter("at", at)
                .setParameter("instance", instance.value())
                .executeUpdate();
    }
}
