package org.xenopolis.scheduler.instances;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.scheduler.Query;
import org.xenopolis.scheduler.secrets.Sealed;
import org.xenopolis.scheduler.secrets.UserDataVault;
import org.xenopolis.store.Transactions;

/** The table of instances, as far as it is read. */
@ApplicationScoped
public class InstanceStore {
    /** A life of a host: since its boot, under one lease. */
    public record Sighting(String bootId, long leaseEpoch) {}

    private final Transactions transactions;
    private final UserDataVault vault;

    InstanceStore(Transactions transactions, UserDataVault vault) {
        this.transactions = transactions;
        this.vault = vault;
    }

    public Optional<InstanceRecord> find(InstanceId id) {
        return transactions.read(session -> find(session, id));
    }

    public static Uni<Optional<InstanceRecord>> find(Mutiny.Session session, InstanceId id) {
        return session.find(InstanceRow.class, id.value())
                .map(row -> Optional.ofNullable(row).map(InstanceRow::toRecord));
    }

    /** Those that have a place or a disk on this host. */
    public List<InstanceRecord> on(HostId host) {
        return transactions.read(session -> session.createSelectionQuery(
                        "from InstanceRow where hostId = :host or diskHostId = :host order by id", InstanceRow.class)
                .setParameter("host", host.value())
                .setReadOnly(true)
                .getResultList()
                .map(rows -> rows.stream().map(InstanceRow::toRecord).toList()));
    }

    public Map<InstanceId, InstanceRecord> all(List<InstanceId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return transactions.read(session -> session.createSelectionQuery(
                        "from InstanceRow where id in :ids", InstanceRow.class)
                .setParameter("ids", ids.stream().map(InstanceId::value).toList())
                .setReadOnly(true)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(InstanceRow::toRecord)
                        .collect(Collectors.toMap(InstanceRecord::id, record -> record))));
    }

    /** Those that are not deleted. Any of the first three may be null: not asked for. */
    List<InstanceRecord> page(
            @Nullable UUID tenant, @Nullable UUID project, @Nullable UUID host, UUID after, int limit) {
        Query<InstanceRow> query = Query.of(InstanceRow.class, after)
                .where("tenantId", tenant)
                .where("projectId", project)
                .where("hostId", host)
                .and("state <> 'DELETED'");
        return transactions.call(session -> query.list(session, limit)
                .map(rows -> rows.stream().map(InstanceRow::toRecord).toList()));
    }

    /** In which life of the host each guest on it was last known to run. */
    public Map<InstanceId, Sighting> sightings(HostId host) {
        return transactions.read(session -> session.createNativeQuery(
                        "select id, seen_boot, seen_lease from instances where host_id = :host", Object[].class)
                .setParameter("host", host.value())
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new InstanceId((UUID) row[0]),
                                row -> new Sighting((String) row[1], (Long) row[2])))));
    }

    /** These guests were seen to run on this host in this life of it. */
    public void saw(HostId host, List<InstanceId> running, Sighting life) {
        UUID[] ids = running.stream().map(InstanceId::value).toArray(UUID[]::new);
        transactions.call(session -> session.createNativeQuery("""
                        update instances set seen_boot = :boot, seen_lease = :lease
                        where id = any (:ids) and host_id = :host""")
                .setParameter("boot", life.bootId())
                .setParameter("lease", life.leaseEpoch())
                .setParameter("ids", ids)
                .setParameter("host", host.value())
                .executeUpdate());
    }

    /** What the tenant gave the guest at its first boot; empty when nothing, or when it is deleted. */
    public ByteString userData(InstanceId id) {
        return transactions.read(session -> session.createNativeQuery(
                        "select key_id, user_data from instance_secrets where instance_id = :id", Object[].class)
                .setParameter("id", id.value())
                .getResultList()
                .map(rows -> rows.isEmpty()
                        ? ByteString.EMPTY
                        : vault.open(id, new Sealed((String) rows.getFirst()[0], (byte[]) rows.getFirst()[1]))));
    }

    /** The volumes of each instance of a page. */
    public Map<InstanceId, List<String>> volumes(List<InstanceId> ids) {
        UUID[] values = ids.stream().map(InstanceId::value).toArray(UUID[]::new);
        return transactions.read(session -> session.createNativeQuery(
                        "select instance_id, id from volumes where instance_id = any (:ids) order by id",
                        Object[].class)
                .setParameter("ids", values)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> new InstanceId((UUID) row[0]),
                                Collectors.mapping(row -> row[1].toString(), Collectors.toList())))));
    }
}
