package org.xenopolis.billing.invoices;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Dimension;
import org.xenopolis.billing.core.Statement;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;

/** The tables of invoices: written once, never changed. */
@ApplicationScoped
class InvoiceTable {
    private static final String COLUMNS = "id, tenant_id, number, currency, total_micros, issued_at, from_wall,"
            + " until_wall, usage_lines, lines_hash";

    /** The next number of the year. The row stays locked until the invoice is committed, so none is ever left out. */
    Uni<String> nextNumber(Mutiny.Session session, int year) {
        return session.createNativeQuery("""
                        insert into invoice_numbers as n (year, last) values (:year, 1)
                        on conflict (year) do update set last = n.last + 1 returning last
                        """, Integer.class)
                .setParameter("year", year)
                .getSingleResult()
                .map(last -> "%d-%06d".formatted(year, last));
    }

    Uni<Void> insert(Mutiny.Session session, InvoiceRecord invoice) {
        Statement statement = invoice.statement();
        return session.createNativeQuery("insert into invoices (" + COLUMNS + ") values (:id, :tenant, :number,"
                        + " :currency, :total, :issued, :from, :until, :lines, :hash)")
                .setParameter("id", invoice.id())
                .setParameter("tenant", invoice.tenant().value())
                .setParameter("number", invoice.number())
                .setParameter("currency", invoice.currency().getCurrencyCode())
                .setParameter("total", invoice.totalMicros())
                .setParameter("issued", invoice.issuedAt())
                .setParameter("from", statement.from())
                .setParameter("until", statement.until())
                .setParameter("lines", statement.usageLines())
                .setParameter("hash", statement.linesHash())
                .executeUpdate()
                .chain(() -> insertLines(session, invoice));
    }

    /** Whoever's it is. */
    Uni<Optional<InvoiceRecord>> find(Mutiny.Session session, UUID id) {
        return session.createNativeQuery("select " + COLUMNS + " from invoices where id = :id", Object[].class)
                .setParameter("id", id)
                .getResultList()
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : lines(session, id).map(lines -> Optional.of(invoice(rows.getFirst(), lines))));
    }

    /** Without lines. */
    Uni<List<InvoiceRecord>> page(Mutiny.Session session, TenantId tenant, UUID after, int limit) {
        return session.createNativeQuery(
                        "select " + COLUMNS
                                + " from invoices where tenant_id = :tenant and id > :after order by id limit :limit",
                        Object[].class)
                .setParameter("tenant", tenant.value())
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList()
                .map(rows -> rows.stream().map(row -> invoice(row, List.of())).toList());
    }

    /** Any invoice at or after an id, or the first. */
    Uni<List<InvoiceRecord>> anyFrom(Mutiny.Session session, UUID from) {
        return session.createNativeQuery(
                        "select " + COLUMNS + " from invoices order by id < :from, id limit 1", Object[].class)
                .setParameter("from", from)
                .getResultList()
                .map(rows -> rows.stream().map(row -> invoice(row, List.of())).toList());
    }

    private static Uni<Void> insertLines(Mutiny.Session session, InvoiceRecord invoice) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        int position = 0;
        for (Statement.Line line : invoice.statement().lines()) {
            int at = ++position;
            chain = chain.chain(() -> insertLine(session, invoice.id(), at, line));
        }
        return chain;
    }

    private static Uni<Void> insertLine(Mutiny.Session session, UUID invoice, int position, Statement.Line line) {
        return session.createNativeQuery("""
                        insert into invoice_lines (invoice_id, position, instance_id, instance_name, dimension, quantity,
                            unit_label, price_book_version, micros, usage_lines, from_wall, until_wall)
                        values (:invoice, :position, :instance, :name, :dimension, :quantity, :label, :version, :micros,
                            :lines, :from, :until)
                        """)
                .setParameter("invoice", invoice)
                .setParameter("position", position)
                .setParameter("instance", line.instance().value())
                .setParameter("name", line.instanceName())
                .setParameter("dimension", line.dimension().name())
                .setParameter("quantity", new BigDecimal(line.quantity()))
                .setParameter("label", line.unitLabel())
                .setParameter("version", line.priceBookVersion())
                .setParameter("micros", line.micros())
                .setParameter("lines", line.usageLines())
                .setParameter("from", line.from())
                .setParameter("until", line.until())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<List<Statement.Line>> lines(Mutiny.Session session, UUID invoice) {
        return session.createNativeQuery("""
                        select instance_id, instance_name, dimension, quantity, unit_label, price_book_version, micros,
                            usage_lines, from_wall, until_wall
                        from invoice_lines where invoice_id = :invoice order by position
                        """, Object[].class)
                .setParameter("invoice", invoice)
                .getResultList()
                .map(rows -> rows.stream().map(InvoiceTable::line).toList());
    }

    private static Statement.Line line(Object[] row) {
        return new Statement.Line(
                new InstanceId((UUID) row[0]),
                (String) row[1],
                Dimension.valueOf((String) row[2]),
                ((BigDecimal) row[3]).toBigIntegerExact(),
                (String) row[4],
                (Integer) row[5],
                (Long) row[6],
                (Integer) row[7],
                instant(row[8]),
                instant(row[9]));
    }

    private static InvoiceRecord invoice(Object[] row, List<Statement.Line> lines) {
        return new InvoiceRecord(
                (UUID) row[0],
                new TenantId((UUID) row[1]),
                (String) row[2],
                Currency.getInstance((String) row[3]),
                (Long) row[4],
                instant(row[5]),
                new Statement(lines, (Integer) row[8], instant(row[6]), instant(row[7]), (byte[]) row[9]));
    }

    private static Instant instant(Object value) {
        return ((OffsetDateTime) value).toInstant();
    }
}
