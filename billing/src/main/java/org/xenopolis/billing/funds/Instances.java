package org.xenopolis.billing.funds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
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

    /** @param fresh whether nothing was known of the instance before */
    record Claimed(TenantId owner, boolean fresh) {}

    /** Notes the claim unless there is one already, locks the instance, and gives back whose it is. */
    Uni<Claimed> claim(Mutiny.Session session, Claim claim) {
        ProjectId project = claim.project();
        // Only a row that this statement has inserted has no xmax.
        return session.createNativeQuery("""
                        insert into instances (instance_id, tenant_id, project_id, name)
                        values (:instance, :tenant, cast(nullif(:project, '') as uuid), :name)
                        on conflict (instance_id) do update set name = instances.name
                        returning tenant_id, xmax = 0
                        """, Object[].class)
                .setParameter("instance", claim.instance().value())
                .setParameter("tenant", claim.tenant().value())
                .setParameter("project", project == null ? "" : project.toString())
                .setParameter("name", claim.name())
                .getSingleResult()
                .map(row -> new Claimed(new TenantId((UUID) row[0]), (Boolean) row[1]));
    }

    /** As {@link #claim}, for different instances that were accepted then; for each the first time counts. */
    Uni<Integer> accepted(Mutiny.Session session, Collection<Accepted> all) {
        return session.createNativeQuery("""
                        insert into instances as known (instance_id, tenant_id, project_id, name, accepted_at)
                        select instance_id, tenant_id, cast(nullif(project, '') as uuid), name, at
                        from unnest(cast(:instances as uuid[]), cast(:tenants as uuid[]), cast(:projects as text[]),
                                    cast(:names as text[]), cast(cast(:times as text[]) as timestamptz[]))
                            as n(instance_id, tenant_id, project, name, at)
                        on conflict (instance_id) do update
                        set accepted_at = coalesce(known.accepted_at, excluded.accepted_at)
                        """)
                .setParameter(
                        "instances", array(all, one -> one.claim().instance().value(), UUID[]::new))
                .setParameter("tenants", array(all, one -> one.claim().tenant().value(), UUID[]::new))
                .setParameter(
                        "projects",
                        array(all, one -> Objects.toString(one.claim().project(), ""), String[]::new))
                .setParameter("names", array(all, one -> one.claim().name(), String[]::new))
                .setParameter("times", array(all, one -> one.at().toString(), String[]::new))
                .executeUpdate();
    }

    record Accepted(Claim claim, Instant at) {}

    private static <T> T[] array(Collection<Accepted> all, Function<Accepted, T> column, IntFunction<T[]> type) {
        return all.stream().map(column).toArray(type);
    }

    Uni<Integer> deleted(Mutiny.Session session, Map<InstanceId, Instant> deleted) {
        return session.createNativeQuery("""
                        update instances i set deleted_at = n.at
                        from unnest(cast(:instances as uuid[]), cast(cast(:times as text[]) as timestamptz[]))
                            as n(instance_id, at)
                        where i.instance_id = n.instance_id and i.deleted_at is null
                        """)
                .setParameter(
                        "instances",
                        deleted.keySet().stream().map(InstanceId::value).toArray(UUID[]::new))
                .setParameter(
                        "times",
                        deleted.values().stream().map(Instant::toString).toArray(String[]::new))
                .executeUpdate();
    }
}
