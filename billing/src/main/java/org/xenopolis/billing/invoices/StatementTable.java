package org.xenopolis.billing.invoices;

import com.google.protobuf.UnsafeByteOperations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Dimension;
import org.xenopolis.billing.core.PriceBooks;
import org.xenopolis.billing.core.ProvenLine;
import org.xenopolis.billing.core.Statement;
import org.xenopolis.billing.core.Usage;
import org.xenopolis.billing.core.UsageChain;
import org.xenopolis.billing.pricing.PriceBookTable;
import org.xenopolis.billing.usage.UsageBodies;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;

/** Adds up rated lines in the database. */
@ApplicationScoped
class StatementTable {
    private static final int DIMENSIONS = Dimension.values().length;
    private static final int FIRST_QUANTITY = 6;
    private static final int FIRST_MICROS = FIRST_QUANTITY + DIMENSIONS;

    /** A line as it is stored, for derivation. */
    record Stored(ProvenLine line, int priceBookVersion, long micros) {}

    private final PriceBookTable books;

    StatementTable(PriceBookTable books) {
        this.books = books;
    }

    /** Over all lines that are on no invoice; empty when there are none. */
    Uni<Optional<Statement>> open(Mutiny.Session session, TenantId tenant) {
        return books.books(session)
                .chain(prices -> sums(session, tenant, prices)
                        .chain(sums -> sums.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : hash(session, tenant).map(hash -> Optional.of(Statement.of(sums, hash)))));
    }

    /** Puts the open lines on an invoice and says how many there were. */
    Uni<Integer> close(Mutiny.Session session, TenantId tenant, UUID invoice) {
        return session.createNativeQuery(
                        "update rated_lines set invoice_id = :invoice where tenant_id = :tenant and invoice_id is null")
                .setParameter("invoice", invoice)
                .setParameter("tenant", tenant.value())
                .executeUpdate();
    }

    /** The next lines of an invoice after one of them, in the order of hosts and sequences. */
    Uni<List<Stored>> page(
            Mutiny.Session session, TenantId tenant, UUID invoice, Optional<Usage.LineId> after, int max) {
        return session.createNativeQuery("""
                        select previous_hash, body, hash, price_book_version, micros from rated_lines
                        where tenant_id = :tenant and invoice_id = :invoice and (host_id, sequence) > (:host, :sequence)
                        order by host_id, sequence limit :max
                        """, Object[].class)
                .setParameter("tenant", tenant.value())
                .setParameter("invoice", invoice)
                .setParameter("host", after.map(line -> line.host().value()).orElse(new UUID(0, 0)))
                .setParameter("sequence", after.map(Usage.LineId::sequence).orElse(0L))
                .setParameter("max", max)
                .getResultList()
                .map(rows -> rows.stream().map(StatementTable::stored).toList());
    }

    private static Uni<List<Statement.Sums>> sums(Mutiny.Session session, TenantId tenant, PriceBooks books) {
        return session.createNativeQuery("""
                        select l.instance_id, coalesce(i.name, ''), l.price_book_version, count(*), min(l.start_wall),
                            max(l.end_wall),
                            cast(sum(cast(l.cpu_nanos as numeric)) as numeric),
                            sum(l.vcpus * cast(l.reserved_nanos as numeric)),
                            sum(l.memory_bytes * cast(l.reserved_nanos as numeric)),
                            sum(l.disk_bytes * cast(l.reserved_nanos as numeric)),
                            sum(cast(l.disk_read_bytes as numeric)), sum(cast(l.disk_written_bytes as numeric)),
                            sum(cast(l.disk_operations as numeric)), sum(cast(l.network_received_bytes as numeric)),
                            sum(cast(l.network_sent_bytes as numeric)),
                            sum(l.charges[1]), sum(l.charges[2]), sum(l.charges[3]), sum(l.charges[4]),
                            sum(l.charges[5]), sum(l.charges[6]), sum(l.charges[7]), sum(l.charges[8]), sum(l.charges[9])
                        from rated_lines l left join instances i using (instance_id)
                        where l.tenant_id = :tenant and l.invoice_id is null
                        group by l.instance_id, i.name, l.price_book_version
                        """, Object[].class)
                .setParameter("tenant", tenant.value())
                .getResultList()
                .map(rows -> rows.stream().map(row -> sums(row, books)).toList());
    }

    private static Statement.Sums sums(Object[] row, PriceBooks books) {
        List<BigInteger> quantities = new ArrayList<>();
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < DIMENSIONS; i++) {
            quantities.add(((BigDecimal) row[FIRST_QUANTITY + i]).toBigIntegerExact());
            micros.add(((BigDecimal) row[FIRST_MICROS + i]).longValueExact());
        }
        return new Statement.Sums(
                new InstanceId((UUID) row[0]),
                (String) row[1],
                books.version((Integer) row[2]).orElseThrow(),
                quantities,
                micros,
                Math.toIntExact((Long) row[3]),
                ((OffsetDateTime) row[4]).toInstant(),
                ((OffsetDateTime) row[5]).toInstant());
    }

    private static Uni<byte[]> hash(Mutiny.Session session, TenantId tenant) {
        return session.createNativeQuery(
                        "select sha256(string_agg(hash, cast('' as bytea) order by host_id, sequence))"
                                + " from rated_lines where tenant_id = :tenant and invoice_id is null",
                        byte[].class)
                .setParameter("tenant", tenant.value())
                .getSingleResult();
    }

    private static Stored stored(Object[] row) {
        byte[] body = (byte[]) row[1];
        ProvenLine line = new ProvenLine(
                UsageBodies.parse(UnsafeByteOperations.unsafeWrap(body)),
                new UsageChain.Link((byte[]) row[0], body, (byte[]) row[2]));
        return new Stored(line, (Integer) row[3], (Long) row[4]);
    }
}
