package org.xenopolis.scheduler.placement;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.scheduler.hosts.HostRecord;
import org.xenopolis.scheduler.hosts.HostStore;

/** Hosts and ledger as they were at one moment. */
record Picture(List<HostRecord> hosts, List<AllocationRow> allocations) {
    /** Must come first in its transaction, which then sees one moment only. */
    static Uni<Picture> read(Mutiny.Session session) {
        return session.createNativeQuery("set transaction isolation level repeatable read, read only")
                .executeUpdate()
                .chain(() -> HostStore.all(session))
                .chain(hosts -> session.createSelectionQuery("from AllocationRow", AllocationRow.class)
                        .setReadOnly(true)
                        .getResultList()
                        .map(rows -> new Picture(hosts, rows)));
    }
}
