package org.xenopolis.billing.usage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Dimension;
import org.xenopolis.billing.core.RatedLine;
import org.xenopolis.billing.core.UsageChain;
import org.xenopolis.cluster.TenantId;

/** Inserts lines, thousands at a time, by one statement whose parameters are columns. */
@ApplicationScoped
class RatedLineTable {
    private static final String INSERT = insert();

    Uni<Void> insert(Mutiny.Session session, List<RatedLine> lines, Map<TenantId, UUID> entries) {
        var query = session.createNativeQuery(INSERT)
                .setParameter(
                        "hosts", uuids(lines, line -> line.line().id().host().value()))
                .setParameter("sequences", longs(lines, line -> line.line().id().sequence()))
                .setParameter(
                        "instances",
                        uuids(lines, line -> line.usage().instance().value()))
                .setParameter(
                        "tenants", uuids(lines, line -> line.usage().tenant().value()))
                .setParameter(
                        "entries", uuids(lines, line -> entries.get(line.usage().tenant())))
                .setParameter(
                        "boots",
                        lines.stream()
                                .map(line -> line.usage().interval().bootId())
                                .toArray(String[]::new))
                .setParameter(
                        "starts", longs(lines, line -> line.usage().interval().startNanos()))
                .setParameter(
                        "ends", longs(lines, line -> line.usage().interval().endNanos()))
                .setParameter("reserved", longs(lines, line -> line.usage().reservedNanos()))
                .setParameter(
                        "start_walls", longs(lines, line -> micros(line.usage().startWall())))
                .setParameter(
                        "end_walls", longs(lines, line -> micros(line.usage().endWall())))
                .setParameter("cpu", longs(lines, line -> line.usage().amounts().cpuNanos()))
                .setParameter(
                        "vcpus", longs(lines, line -> line.usage().amounts().vcpus()))
                .setParameter(
                        "memory", longs(lines, line -> line.usage().amounts().memoryBytes()))
                .setParameter(
                        "disk", longs(lines, line -> line.usage().amounts().diskBytes()))
                .setParameter(
                        "disk_read", longs(lines, line -> line.usage().amounts().diskReadBytes()))
                .setParameter(
                        "disk_written",
                        longs(lines, line -> line.usage().amounts().diskWrittenBytes()))
                .setParameter(
                        "disk_operations",
                        longs(lines, line -> line.usage().amounts().diskOperations()))
                .setParameter(
                        "received", longs(lines, line -> line.usage().amounts().networkReceivedBytes()))
                .setParameter(
                        "sent", longs(lines, line -> line.usage().amounts().networkSentBytes()))
                .setParameter("books", longs(lines, RatedLine::priceBookVersion))
                .setParameter("micros", longs(lines, RatedLine::totalMicros));
        for (Dimension dimension : Dimension.values()) {
            query.setParameter(
                    parameter(dimension), longs(lines, line -> line.charges().micros(dimension)));
        }
        bytes(query, lines);
        return query.executeUpdate().replaceWithVoid();
    }

    // There are no arrays of byte strings in the driver: all bytes go as one string, cut apart by the database.
    private static void bytes(Mutiny.MutationQuery query, List<RatedLine> lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] offsets = new int[lines.size()];
        int[] lengths = new int[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            UsageChain.Link link = lines.get(i).line().link();
            offsets[i] = all.size() + 1;
            lengths[i] = link.body().length;
            all.writeBytes(link.previousHash());
            all.writeBytes(link.hash());
            all.writeBytes(link.body());
        }
        query.setParameter("bytes", all.toByteArray())
                .setParameter("offsets", offsets)
                .setParameter("lengths", lengths);
    }

    private static String insert() {
        String charges =
                Stream.of(Dimension.values()).map(RatedLineTable::parameter).collect(Collectors.joining(", "));
        String chargeArrays = Stream.of(Dimension.values())
                .map(dimension -> "cast(:" + parameter(dimension) + " as bigint[])")
                .collect(Collectors.joining(", "));
        return """
                insert into rated_lines (host_id, sequence, instance_id, tenant_id, entry_id, boot_id, start_nanos,
                    end_nanos, reserved_nanos, start_wall, end_wall, cpu_nanos, vcpus, memory_bytes, disk_bytes,
                    disk_read_bytes, disk_written_bytes, disk_operations, network_received_bytes, network_sent_bytes,
                    price_book_version, micros, charges, previous_hash, hash, body)
                select n.host_id, n.sequence, n.instance_id, n.tenant_id, n.entry_id, n.boot_id, n.start_nanos,
                    n.end_nanos, n.reserved_nanos,
                    timestamptz 'epoch' + n.start_micros * interval '1 microsecond',
                    timestamptz 'epoch' + n.end_micros * interval '1 microsecond',
                    n.cpu_nanos, n.vcpus, n.memory_bytes, n.disk_bytes, n.disk_read, n.disk_written, n.disk_operations,
                    n.received, n.sent, n.book, n.micros, array[CHARGES],
                    substring(b.bytes from n.start_at for 32), substring(b.bytes from n.start_at + 32 for 32),
                    substring(b.bytes from n.start_at + 64 for n.length)
                from (select cast(:bytes as bytea) as bytes) b,
                     unnest(cast(:hosts as uuid[]), cast(:sequences as bigint[]), cast(:instances as uuid[]),
                        cast(:tenants as uuid[]), cast(:entries as uuid[]), cast(:boots as text[]),
                        cast(:starts as bigint[]), cast(:ends as bigint[]), cast(:reserved as bigint[]),
                        cast(:start_walls as bigint[]), cast(:end_walls as bigint[]), cast(:cpu as bigint[]),
                        cast(:vcpus as bigint[]), cast(:memory as bigint[]), cast(:disk as bigint[]),
                        cast(:disk_read as bigint[]), cast(:disk_written as bigint[]),
                        cast(:disk_operations as bigint[]), cast(:received as bigint[]), cast(:sent as bigint[]),
                        cast(:books as bigint[]), cast(:micros as bigint[]), cast(:offsets as int[]),
                        cast(:lengths as int[]), ARRAYS)
                     as n(host_id, sequence, instance_id, tenant_id, entry_id, boot_id, start_nanos, end_nanos,
                        reserved_nanos, start_micros, end_micros, cpu_nanos, vcpus, memory_bytes, disk_bytes, disk_read,
                        disk_written, disk_operations, received, sent, book, micros, start_at, length, CHARGES)
                """.replace("CHARGES", charges).replace("ARRAYS", chargeArrays);
    }

    private static String parameter(Dimension dimension) {
        return "charge_" + dimension.name().toLowerCase(Locale.ROOT);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static long[] longs(List<RatedLine> lines, ToLongFunction<RatedLine> column) {
        return lines.stream().mapToLong(column).toArray();
    }

    private static UUID[] uuids(List<RatedLine> lines, Function<RatedLine, UUID> column) {
        return lines.stream().map(column).toArray(UUID[]::new);
    }
}
