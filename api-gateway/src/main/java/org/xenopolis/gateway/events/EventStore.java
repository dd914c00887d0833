package org.xenopolis.gateway.events;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.store.Transactions;

/** Reads and bounds the table of events. */
@ApplicationScoped
class EventStore {
    /** Who has news, and up to which number all is known. */
    record News(long sequence, Set<UUID> tenants) {}

    private final Transactions transactions;

    EventStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The number of the last event there is. */
    long last() {
        return transactions.read(
                session -> session.createNativeQuery("select coalesce(max(sequence), 0) from events", Long.class)
                        .getSingleResult());
    }

    News since(long sequence) {
        List<Tuple> rows = transactions.read(session -> session.createNativeQuery(
                        "select tenant_id, max(sequence) from events where sequence > :sequence group by tenant_id",
                        Tuple.class)
                .setParameter("sequence", sequence)
                .getResultList());
        Set<UUID> tenants = new HashSet<>();
        long last = sequence;
        for (Tuple row : rows) {
            tenants.add(row.get(0, UUID.class));
            last = Math.max(last, row.get(1, Long.class));
        }
        return new News(last, tenants);
    }

    /** @param owner a tenant, for its own; empty for all */
    List<EventRow> page(Optional<UUID> owner, long after, int limit) {
        String mine = owner.isPresent() ? "tenantId = :tenant and " : "";
        return transactions.read(session -> {
            var query = session.createSelectionQuery(
                            "from EventRow where " + mine + "sequence > :after order by sequence", EventRow.class)
                    .setParameter("after", after)
                    .setMaxResults(limit);
            owner.ifPresent(tenant -> query.setParameter("tenant", tenant));
            return query.getResultList();
        });
    }

    /** The number of an event, if it is known (still) and the owner may see it. */
    Optional<Long> sequenceOf(Optional<UUID> owner, UUID event) {
        return transactions.read(session -> session.find(EventRow.class, event)
                .map(row -> Optional.ofNullable(row)
                        .filter(known -> owner.isEmpty() || owner.get().equals(known.tenantId))
                        .map(known -> known.sequence == null ? 0 : known.sequence)));
    }

    /** In one statement: the rows are numbered in their order. */
    static Uni<Integer> insert(Mutiny.Session session, List<EventRow> rows) {
        return session.createNativeQuery("""
                        insert into events (event_id, tenant_id, type, body, operator_body, occurred_at)
                        select event_id, tenant_id, type, body, operator_body, cast(occurred_at as timestamptz)
                        from unnest(cast(:events as uuid[]), cast(:tenants as uuid[]), cast(:types as text[]),
                                    cast(:bodies as text[]), cast(:operatorBodies as text[]), cast(:times as text[]))
                             with ordinality
                             as n(event_id, tenant_id, type, body, operator_body, occurred_at, place)
                        order by place""")
                .setParameter("events", array(rows, row -> row.eventId, new UUID[0]))
                .setParameter("tenants", array(rows, row -> row.tenantId, new UUID[0]))
                .setParameter("types", array(rows, row -> row.type, new String[0]))
                .setParameter("bodies", array(rows, row -> row.body, new String[0]))
                .setParameter("operatorBodies", array(rows, row -> row.operatorBody, new String[0]))
                .setParameter("times", array(rows, row -> row.occurredAt.toString(), new String[0]))
                .executeUpdate();
    }

    private static <T> T[] array(List<EventRow> rows, Function<EventRow, T> column, T[] type) {
        return rows.stream().map(column).toList().toArray(type);
    }

    int forget(Instant before, long rowsMax) {
        return transactions.call(session -> session.createNativeQuery("delete from events where recorded_at < :before"
                        + " or sequence <= (select max(sequence) from events) - :rows")
                .setParameter("before", before)
                .setParameter("rows", rowsMax)
                .executeUpdate());
    }
}
