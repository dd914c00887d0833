package org.xenopolis.scheduler.migrations;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.store.Transactions;

/** The volumes that move with an instance. */
@ApplicationScoped
class MigrationVolumes {
    /** @param key the volume's id, as the ledger has it */
    record Moving(InstanceId key, long sizeBytes) {}

    private final Transactions transactions;

    MigrationVolumes(Transactions transactions) {
        this.transactions = transactions;
    }

    List<Moving> of(InstanceId instance) {
        return transactions.read(session -> session.createNativeQuery(
                        "select id, size_bytes from volumes where instance_id = :id order by id", Object[].class)
                .setParameter("id", instance.value())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Moving(new InstanceId((UUID) row[0]), (Long) row[1]))
                        .toList()));
    }
}
