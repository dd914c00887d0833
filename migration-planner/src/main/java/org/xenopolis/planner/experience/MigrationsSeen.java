package org.xenopolis.planner.experience;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.Cargo;
import org.xenopolis.planner.core.GuestLoad;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;

/**
 * What migrations carried and took, whoever asked for them. What was known of one is written down as it begins, for it has
 * to teach what could have been foretold then.
 */
@ApplicationScoped
public class MigrationsSeen {
    /** Of each version: the newest say what hosts do now, and are enough. */
    private static final int TEACHING_MAX = 200;

    private static final Duration KEPT = Duration.ofDays(365);

    /**
     * In the transaction of the fact.
     *
     * @param load as the source's agent reported it last
     * @param link what the wire out of the source was known to carry
     */
    public Uni<?> started(Mutiny.Session session, MigrationFact fact, GuestLoad load, Optional<ByteRate> link) {
        // An older scheduler does not say what it weighs.
        if (fact.getMemoryBytes() <= 0 || fact.getXenVersion().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant at = at(fact);
        return session.createNativeQuery("insert into migrations_seen (migration_id, source_host_id, xen_version,"
                        + " started_at, memory_bytes, dirty_bytes_per_second, disk_bytes, disk_held_bytes,"
                        + " link_bytes_per_second) values (:id, :source, :xen, :at, :memory, :dirty, :disk,"
                        // A parameter without a value has no type of its own.
                        + " nullif(cast(:held as bigint), -1), nullif(cast(:link as bigint), 0))"
                        + " on conflict (migration_id) do nothing")
                .setParameter("id", UUID.fromString(fact.getMigrationId()))
                .setParameter("source", UUID.fromString(fact.getFromHostId()))
                .setParameter("xen", fact.getXenVersion())
                .setParameter("at", at)
                .setParameter("memory", fact.getMemoryBytes())
                .setParameter("dirty", load.dirtying().bytesPerSecond())
                .setParameter("disk", fact.getDiskBytes())
                .setParameter("held", load.diskHeld().orElse(-1))
                .setParameter("link", link.map(ByteRate::bytesPerSecond).orElse(0L))
                .executeUpdate()
                .chain(() -> session.createNativeQuery("delete from migrations_seen where started_at < :before")
                        .setParameter("before", at.minus(KEPT))
                        .executeUpdate());
    }

    /** In the transaction of the fact. */
    public Uni<?> completed(Mutiny.Session session, MigrationFact fact) {
        if (fact.getMigrationId().isEmpty() || fact.getCopyNanos() <= 0 || fact.getCopiedBytes() <= 0) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("update migrations_seen set copied_bytes = :bytes, rounds = :rounds,"
                        + " copy_nanos = :copy, pause_nanos = :pause,"
                        + " link_bytes_per_second = coalesce(link_bytes_per_second, :carried)"
                        + " where migration_id = :id")
                .setParameter("id", UUID.fromString(fact.getMigrationId()))
                .setParameter("bytes", fact.getCopiedBytes())
                .setParameter("rounds", fact.getRounds())
                .setParameter("copy", fact.getCopyNanos())
                .setParameter("pause", fact.getPauseNanos())
                .setParameter("carried", carried(fact).bytesPerSecond())
                .executeUpdate();
    }

    /** What the wire carried while the guest ran. */
    public static ByteRate carried(MigrationFact fact) {
        return new ByteRate(Math.max(1, Math.round(fact.getCopiedBytes() * 1e9 / fact.getCopyNanos())));
    }

    private static Instant at(MigrationFact fact) {
        var at = fact.getHeader().getOccurredAt();
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    /** By the version of Xen that sent, the newest first. */
    Uni<Map<XenVersion, List<Observed>>> read(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select xen_version, memory_bytes, dirty_bytes_per_second, disk_bytes,"
                                + " disk_held_bytes, link_bytes_per_second, copied_bytes, copy_nanos, pause_nanos"
                                + " from (select seen.*, row_number() over"
                                + " (partition by xen_version order by started_at desc, migration_id) as age"
                                + " from migrations_seen seen where copy_nanos is not null) newest"
                                + " where age <= :max order by xen_version, age",
                        Object[].class)
                .setParameter("max", TEACHING_MAX)
                .getResultList()
                .map(rows -> {
                    Map<XenVersion, List<Observed>> byVersion = new HashMap<>();
                    rows.forEach(row -> byVersion
                            .computeIfAbsent(XenVersion.of((String) row[0]), first -> new ArrayList<>())
                            .add(observed(row)));
                    return byVersion;
                });
    }

    private static Observed observed(Object[] row) {
        return new Observed(
                new Cargo(
                        new MemorySize((Long) row[1]),
                        new ByteRate((Long) row[2]),
                        new DiskSize((Long) row[3]),
                        row[4] == null ? OptionalLong.empty() : OptionalLong.of((Long) row[4])),
                new ByteRate((Long) row[5]),
                (Long) row[6],
                Duration.ofNanos((Long) row[7]),
                Duration.ofNanos((Long) row[8]));
    }
}
