package org.xenopolis.billing.funds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.BurnRate;
import org.xenopolis.cluster.TenantId;

/** What each minute cost each tenant, for as long as the burn rate looks back. */
@ApplicationScoped
public class Spending {
    public record Minute(TenantId tenant, Instant start) {}

    /** The accounts must be locked. */
    public Uni<Void> add(Mutiny.Session session, Map<Minute, Long> micros) {
        List<Map.Entry<Minute, Long>> rows = List.copyOf(micros.entrySet());
        return session.createNativeQuery("""
                        insert into spend_minutes as s (tenant_id, minute, micros)
                        select n.tenant_id, to_timestamp(n.seconds), n.micros
                        from unnest(cast(:tenants as uuid[]), cast(:seconds as bigint[]), cast(:micros as bigint[]))
                             as n(tenant_id, seconds, micros)
                        on conflict (tenant_id, minute) do update set micros = s.micros + excluded.micros
                        """)
                .setParameter(
                        "tenants",
                        rows.stream().map(r -> r.getKey().tenant().value()).toArray(UUID[]::new))
                .setParameter(
                        "seconds",
                        rows.stream()
                                .mapToLong(r -> r.getKey().start().getEpochSecond())
                                .toArray())
                .setParameter(
                        "micros", rows.stream().mapToLong(Map.Entry::getValue).toArray())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Tenants that spend or are noted as spending. */
    Uni<List<TenantId>> spenders(Mutiny.Session session, Instant now) {
        return session.createNativeQuery("""
                        select tenant_id from accounts where burn_micros_per_hour > 0
                        union select tenant_id from spend_minutes where minute > :from and minute <= :now
                        order by tenant_id
                        """, UUID.class)
                .setParameter("from", now.minus(BurnRate.WINDOW))
                .setParameter("now", now)
                .getResultList()
                .map(ids -> ids.stream().map(TenantId::new).toList());
    }

    /** Micros per hour of each of the tenants, zero included. */
    Uni<Map<TenantId, Long>> burnRates(Mutiny.Session session, List<TenantId> tenants, Instant now) {
        return session.createNativeQuery("""
                        select tenant_id, minute, micros from spend_minutes
                        where tenant_id = any(cast(:tenants as uuid[])) and minute > :from and minute <= :now
                        """, Object[].class)
                .setParameter("tenants", tenants.stream().map(TenantId::value).toArray(UUID[]::new))
                .setParameter("from", now.minus(BurnRate.WINDOW))
                .setParameter("now", now)
                .getResultList()
                .map(rows -> {
                    Map<TenantId, Map<Instant, Long>> minutes = new HashMap<>();
                    tenants.forEach(tenant -> minutes.put(tenant, new HashMap<>()));
                    rows.forEach(row -> minutes.getOrDefault(new TenantId((UUID) row[0]), new HashMap<>())
                            .put(((OffsetDateTime) row[1]).toInstant(), (Long) row[2]));
                    Map<TenantId, Long> rates = new HashMap<>();
                    minutes.forEach((tenant, spent) -> rates.put(tenant, BurnRate.perHour(spent, now)));
                    return rates;
                });
    }

    Uni<Integer> forget(Mutiny.Session session, Instant before) {
        return session.createNativeQuery("delete from spend_minutes where minute < :before")
                .setParameter("before", before)
                .executeUpdate();
    }
}
