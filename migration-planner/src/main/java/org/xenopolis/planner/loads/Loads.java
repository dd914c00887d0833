package org.xenopolis.planner.loads;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.GuestLoad;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Traffic;
import org.xenopolis.planner.experience.MigrationsSeen;
import org.xenopolis.planner.scheduling.SnapshotReader;
import org.xenopolis.store.Transactions;

/**
 * Keeps the last report of each host and the speed of its link as completed moves showed it, and adds them to a
 * situation where that knows nothing.
 */
@ApplicationScoped
public class Loads {
    /** An older report says nothing about now. */
    static final Duration REPORT_AGE_MAX = Duration.ofMinutes(5);

    /** For so long a guest is not brought back to a host that it left, only because it would be cooler there. */
    static final Duration NO_RETURN = Duration.ofDays(1);

    private final Transactions transactions;
    private final InstantSource clock;
    private final LoadHistory history;
    private final MigrationsSeen seen;

    Loads(Transactions transactions, InstantSource clock, LoadHistory history, MigrationsSeen seen) {
        this.transactions = transactions;
        this.clock = clock;
        this.history = history;
        this.seen = seen;
    }

    /** The situation with what facts told about hosts and guests of which it has no load, and with the links. */
    public Situation completed(Situation situation) {
        return transactions.call(session ->
                reports(session).chain(reports -> links(session).map(links -> completed(situation, reports, links))));
    }

    private static Situation completed(Situation situation, List<HostReportRow> reports, Map<HostId, ByteRate> links) {
        Map<HostId, Double> fractions = new HashMap<>(situation.cpuFractions());
        Map<InstanceId, GuestLoad> guests = new HashMap<>(situation.guests());
        Map<HostId, Traffic> traffic = new HashMap<>(situation.traffic());
        // What moves showed is nearer to the truth than what the agent was told of its card.
        Map<HostId, ByteRate> known = new HashMap<>(situation.links());
        known.putAll(links);
        for (HostReportRow row : reports) {
            HostReported report = row.report();
            HostId host = new HostId(row.hostId);
            HostLoad load = report.getLoad();
            fractions.putIfAbsent(host, load.getCpuFraction());
            traffic.putIfAbsent(
                    host, SnapshotReader.traffic(load.getNetworkBytesPerSecond(), load.getDiskBytesPerSecond()));
            report.getGuestLoadsList()
                    .forEach(guest ->
                            guests.putIfAbsent(InstanceId.of(guest.getInstanceId()), SnapshotReader.guestLoad(guest)));
        }
        return situation.loaded(fractions, guests).busy(traffic).linked(known);
    }

    private Uni<List<HostReportRow>> reports(Mutiny.Session session) {
        return session.createSelectionQuery("from HostReportRow where occurredAt >= :since", HostReportRow.class)
                .setParameter("since", clock.instant().minus(REPORT_AGE_MAX))
                .getResultList();
    }

    private static Uni<Map<HostId, ByteRate>> links(Mutiny.Session session) {
        return session.createSelectionQuery("from HostLinkRow", HostLinkRow.class)
                .getResultList()
                .map(rows -> {
                    Map<HostId, ByteRate> links = new HashMap<>();
                    rows.forEach(row -> links.put(new HostId(row.hostId), new ByteRate(row.bytesPerSecond)));
                    return links;
                });
    }

    /** Notes what a host reported; in the transaction of the fact. */
    public Uni<?> reported(Mutiny.Session session, HostFact fact) {
        if (!fact.hasReported()) {
            return Uni.createFrom().voidItem();
        }
        var at = fact.getHeader().getOccurredAt();
        return session.createNativeQuery("insert into host_reports as old (host_id, occurred_at, report)"
                        + " values (:host, :at, :report) on conflict (host_id) do update"
                        + " set occurred_at = excluded.occurred_at, report = excluded.report"
                        + " where old.occurred_at < excluded.occurred_at")
                .setParameter("host", UUID.fromString(fact.getHostId()))
                .setParameter("at", Instant.ofEpochSecond(at.getSeconds(), at.getNanos()))
                .setParameter("report", fact.getReported().toByteArray())
                .executeUpdate()
                .chain(() -> history.reported(session, fact));
    }

    /** Notes what a migration was to carry and what it took; in the transaction of the fact. */
    public Uni<?> moved(Mutiny.Session session, MigrationFact fact) {
        return switch (fact.getPhase()) {
            case "STARTED" -> began(session, fact);
            case "COMPLETED" ->
                rested(session, fact)
                        .chain(() -> departed(session, fact))
                        .chain(() -> seen.completed(session, fact))
                        .chain(() -> carried(session, fact));
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<?> began(Mutiny.Session session, MigrationFact fact) {
        UUID source = UUID.fromString(fact.getFromHostId());
        return session.find(HostReportRow.class, source)
                .chain(report -> session.find(HostLinkRow.class, source)
                        // How fast an unknown guest writes cannot be told apart from how hosts copy: it does not teach.
                        .chain(link -> load(report, fact.getInstanceId())
                                .<Uni<?>>map(load -> seen.started(
                                        session,
                                        fact,
                                        load,
                                        Optional.ofNullable(link).map(known -> new ByteRate(known.bytesPerSecond))))
                                .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private static Optional<GuestLoad> load(@Nullable HostReportRow row, String instance) {
        return Optional.ofNullable(row).stream()
                .flatMap(known -> known.report().getGuestLoadsList().stream())
                .filter(load -> load.getInstanceId().equals(instance))
                .findFirst()
                .map(SnapshotReader::guestLoad);
    }

    /** Where it left: it does not come back for a while. */
    private static Uni<?> departed(Mutiny.Session session, MigrationFact fact) {
        var stamp = fact.getHeader().getOccurredAt();
        Instant at = Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos());
        return session.createNativeQuery("insert into instance_departures as old (instance_id, host_id, left_at)"
                        + " values (:instance, :host, :at) on conflict (instance_id, host_id) do update"
                        + " set left_at = greatest(old.left_at, excluded.left_at)")
                .setParameter("instance", UUID.fromString(fact.getInstanceId()))
                .setParameter("host", UUID.fromString(fact.getFromHostId()))
                .setParameter("at", at)
                .executeUpdate()
                .chain(() -> session.createNativeQuery("delete from instance_departures where left_at < :before")
                        .setParameter("before", at.minus(NO_RETURN))
                        .executeUpdate());
    }

    /** When it moved, whoever moved it: it is left in peace for a while. */
    private static Uni<?> rested(Mutiny.Session session, MigrationFact fact) {
        var at = fact.getHeader().getOccurredAt();
        return session.createNativeQuery("insert into instance_moves as old (instance_id, moved_at)"
                        + " values (:instance, :at) on conflict (instance_id) do update"
                        + " set moved_at = greatest(old.moved_at, excluded.moved_at)")
                .setParameter("instance", UUID.fromString(fact.getInstanceId()))
                .setParameter("at", Instant.ofEpochSecond(at.getSeconds(), at.getNanos()))
                .executeUpdate();
    }

    private static Uni<?> carried(Mutiny.Session session, MigrationFact fact) {
        if (fact.getCopyNanos() <= 0 || fact.getCopiedBytes() <= 0) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("insert into host_links as old (host_id, bytes_per_second)"
                        + " values (:host, :speed) on conflict (host_id) do update"
                        // One slow move is an accident, four are the link.
                        + " set bytes_per_second = (3 * old.bytes_per_second + excluded.bytes_per_second) / 4")
                .setParameter("host", UUID.fromString(fact.getFromHostId()))
                .setParameter("speed", MigrationsSeen.carried(fact).bytesPerSecond())
                .executeUpdate();
    }
}
