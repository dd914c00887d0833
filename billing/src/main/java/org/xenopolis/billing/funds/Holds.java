package org.xenopolis.billing.funds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.RatedLine;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;

/** The table of authorisations: how much of a tenant's balance each new instance holds, until it has used it. */
@ApplicationScoped
public class Holds {
    /** A row of authorisations. */
    record Hold(InstanceId instance, TenantId tenant, long micros, boolean active) {}

    /**
     * Takes the money if it is free and the level lets new things start, and notes for what: one statement, so that of
     * any number of parallel calls exactly as many succeed as there is money for.
     */
    Uni<Boolean> reserve(Mutiny.Session session, Hold hold, Instant now) {
        return session.createNativeQuery("""
                        with taken as (
                            update accounts set held_micros = held_micros + :micros, generation = generation + 1
                            where tenant_id = :tenant and balance_micros - held_micros >= :micros
                              and level in ('OK', 'WARN')
                            returning tenant_id)
                        insert into authorisations (instance_id, tenant_id, held_micros, active, authorised_at)
                        select cast(:instance as uuid), tenant_id, cast(:micros as bigint), true, cast(:now as timestamptz)
                        from taken
                        """)
                .setParameter("instance", hold.instance().value())
                .setParameter("tenant", hold.tenant().value())
                .setParameter("micros", hold.micros())
                .setParameter("now", now)
                .executeUpdate()
                .map(inserted -> inserted == 1);
    }

    Uni<Optional<Hold>> find(Mutiny.Session session, InstanceId instance) {
        return session.createNativeQuery(
                        "select tenant_id, held_micros, active from authorisations where instance_id = :instance",
                        Object[].class)
                .setParameter("instance", instance.value())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Hold(instance, new TenantId((UUID) row[0]), (Long) row[1], (Boolean) row[2]))
                        .findFirst());
    }

    /** The tenants whose money these instances still hold. */
    Uni<List<TenantId>> holders(Mutiny.Session session, Collection<InstanceId> instances) {
        return session.createNativeQuery(
                        "select distinct tenant_id from authorisations"
                                + " where instance_id = any(cast(:instances as uuid[])) and active",
                        UUID.class)
                .setParameter("instances", ids(instances))
                .getResultList()
                .map(tenants -> tenants.stream().map(TenantId::new).toList());
    }

    /** Ends holds and says how much they held, by tenant. The accounts must be locked. */
    Uni<Map<TenantId, Long>> end(Mutiny.Session session, Collection<InstanceId> instances) {
        return session.createNativeQuery("""
                        with before as (
                            select instance_id, held_micros from authorisations
                            where instance_id = any(cast(:instances as uuid[])) and active for update)
                        update authorisations a set active = false, held_micros = 0
                        from before where a.instance_id = before.instance_id
                        returning a.tenant_id, before.held_micros
                        """, Object[].class)
                .setParameter("instances", ids(instances))
                .getResultList()
                .map(Holds::byTenant);
    }

    private static UUID[] ids(Collection<InstanceId> instances) {
        return instances.stream().map(InstanceId::value).toArray(UUID[]::new);
    }

    private static Map<TenantId, Long> byTenant(List<Object[]> rows) {
        Map<TenantId, Long> micros = new HashMap<>();
        rows.forEach(row -> micros.merge(new TenantId((UUID) row[0]), (Long) row[1], Math::addExact));
        return micros;
    }

    /** Holds of instances that were never accepted. */
    Uni<List<Hold>> forgotten(Mutiny.Session session, Instant authorisedBefore, int max) {
        return session.createNativeQuery("""
                        select a.instance_id, a.tenant_id, a.held_micros, a.active
                        from authorisations a join instances i using (instance_id)
                        where a.active and a.authorised_at < :before and i.accepted_at is null
                        order by a.authorised_at limit :max
                        """, Object[].class)
                .setParameter("before", authorisedBefore)
                .setParameter("max", max)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Hold(
                                new InstanceId((UUID) row[0]), new TenantId((UUID) row[1]), (Long) row[2], (Boolean)
                                        row[3]))
                        .toList());
    }

    /**
     * What an instance has used is no longer held for it: a hold is a promise of its first use, not a deposit.
     *
     * @return how much was set free per tenant; the accounts must be locked
     */
    public Uni<Map<TenantId, Long>> shrink(Mutiny.Session session, List<RatedLine> used) {
        Map<InstanceId, Long> micros = new TreeMap<>();
        used.forEach(line -> micros.merge(line.usage().instance(), line.totalMicros(), Math::addExact));
        return session.createNativeQuery("""
                        with used as (
                            select * from unnest(cast(:instances as uuid[]), cast(:micros as bigint[]))
                                as n(instance_id, micros)),
                        before as (
                            select a.instance_id, a.held_micros, used.micros
                            from authorisations a join used using (instance_id)
                            where a.held_micros > 0 for update of a)
                        update authorisations a set held_micros = greatest(0, before.held_micros - before.micros)
                        from before where a.instance_id = before.instance_id
                        returning a.tenant_id, before.held_micros - a.held_micros
                        """, Object[].class)
                .setParameter("instances", ids(micros.keySet()))
                .setParameter(
                        "micros",
                        micros.values().stream().mapToLong(Long::longValue).toArray())
                .getResultList()
                .map(Holds::byTenant);
    }
}
