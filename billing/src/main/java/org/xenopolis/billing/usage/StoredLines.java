package org.xenopolis.billing.usage;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.billing.core.Intake;
import org.xenopolis.billing.core.ProvenLine;
import org.xenopolis.billing.core.Usage;
import org.xenopolis.cluster.HostId;

/** What the tables say about the lines that just came. */
final class StoredLines implements Intake.Stored {
    private final Map<Usage.LineId, byte[]> hashes = new HashMap<>();
    private final Set<Usage.LineId> covered = new HashSet<>();

    private StoredLines() {}

    static Uni<StoredLines> read(Mutiny.Session session, List<ProvenLine> lines, QuarantinedLines quarantine) {
        StoredLines stored = new StoredLines();
        UUID[] hosts = lines.stream().map(line -> line.id().host().value()).toArray(UUID[]::new);
        long[] sequences =
                lines.stream().mapToLong(line -> line.id().sequence()).toArray();
        return quarantine
                .hashes(session, hosts, sequences)
                .invoke(rows -> rows.forEach(row -> stored.hashes.put(id(row), (byte[]) row[2])))
                .chain(() -> billed(session, lines, hosts, sequences))
                .map(rows -> {
                    rows.forEach(stored::note);
                    return stored;
                });
    }

    /** One row per line of which something is stored: its id, its hash, and the end of the paid interval before its end. */
    private static Uni<List<Object[]>> billed(
            Mutiny.Session session, List<ProvenLine> lines, UUID[] hosts, long[] sequences) {
        return session.createNativeQuery("""
                        select n.host_id, n.sequence, same.hash, before.end_nanos > n.start_nanos
                        from unnest(cast(:hosts as uuid[]), cast(:sequences as bigint[]), cast(:instances as uuid[]),
                                    cast(:boots as text[]), cast(:starts as bigint[]), cast(:ends as bigint[]))
                             as n(host_id, sequence, instance_id, boot_id, start_nanos, end_nanos)
                        left join rated_lines same using (host_id, sequence)
                        left join lateral (
                            select r.end_nanos from rated_lines r
                            where r.instance_id = n.instance_id and r.boot_id = n.boot_id and r.reserved_nanos > 0
                              and r.start_nanos < n.end_nanos
                            order by r.start_nanos desc limit 1) before on true
                        where same.hash is not null or before.end_nanos > n.start_nanos
                        """, Object[].class)
                .setParameter("hosts", hosts)
                .setParameter("sequences", sequences)
                .setParameter(
                        "instances",
                        lines.stream().map(l -> l.usage().instance().value()).toArray(UUID[]::new))
                .setParameter(
                        "boots",
                        lines.stream().map(l -> l.usage().interval().bootId()).toArray(String[]::new))
                .setParameter(
                        "starts",
                        lines.stream()
                                .mapToLong(l -> l.usage().interval().startNanos())
                                .toArray())
                .setParameter(
                        "ends",
                        lines.stream()
                                .mapToLong(l -> l.usage().interval().endNanos())
                                .toArray())
                .getResultList();
    }

    private void note(Object[] row) {
        Usage.LineId id = id(row);
        if (row[2] != null) {
            // What is billed counts before what waits.
            hashes.put(id, (byte[]) row[2]);
        }
        if (Boolean.TRUE.equals(row[3])) {
            covered.add(id);
        }
    }

    private static Usage.LineId id(Object[] row) {
        return new Usage.LineId(new HostId((UUID) row[0]), (Long) row[1]);
    }

    @Override
    public byte @Nullable [] hash(Usage.LineId line) {
        return hashes.get(line);
    }

    @Override
    public boolean isCovered(Usage usage) {
        return covered.contains(usage.line());
    }
}
