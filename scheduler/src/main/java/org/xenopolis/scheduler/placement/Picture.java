package org.xenopolis.scheduler.placement;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.scheduler.hosts.HostRecord;
import org.xenopolis.scheduler.hosts.HostStore;

/**
 * Hosts and ledger as they were at one moment.
 *
 * @param attached the instance of each volume that has one
 */
record Picture(List<HostRecord> hosts, List<AllocationRow> allocations, Map<UUID, UUID> attached) {
    /** Must come first in its transaction, which then sees one moment only. */
    static Uni<Picture> read(Mutiny.Session session) {
        return session.createNativeQuery("set transaction isolation level repeatable read, read only")
                .executeUpdate()
                .chain(() -> HostStore.all(session))
                .chain(hosts -> session.createSelectionQuery("from AllocationRow", AllocationRow.class)
                        .setReadOnly(true)
                        .getResultList()
                        .chain(rows -> attached(session).map(attached -> new Picture(hosts, rows, attached))));
    }

    private static Uni<Map<UUID, UUID>> attached(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select id, instance_id from volumes where instance_id is not null", Object[].class)
                .getResultList()
                .map(rows -> {
                    Map<UUID, UUID> attached = new HashMap<>();
                    rows.forEach(row -> attached.put((UUID) row[0], (UUID) row[1]));
                    return attached;
                });
    }

    /** Where this is a volume's place: the instance that takes it along wherever it goes. */
    Optional<UUID> carrier(AllocationRow row) {
        return row.isVolume() ? Optional.ofNullable(attached.get(row.key.instanceId)) : Optional.empty();
    }
}
