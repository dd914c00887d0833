package org.xenopolis.scheduler.secrets;

import com.google.protobuf.ByteString;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.store.Transactions;

/**
 * At start, seals by the current key what another key sealed before, and what was stored before there were keys: after
 * that the other keys may be dropped.
 */
@ApplicationScoped
class Resealing {
    private static final Logger LOG = Logger.getLogger(Resealing.class);
    private static final int ROWS = 100;
    private static final UUID FIRST = new UUID(0, 0);

    private final Transactions transactions;
    private final UserDataVault vault;

    Resealing(Transactions transactions, UserDataVault vault) {
        this.transactions = transactions;
        this.vault = vault;
    }

    private record Row(
            InstanceId owner, byte[] bytes, @Nullable String keyId) {
        static Row of(Object[] row) {
            return new Row(new InstanceId((UUID) row[0]), (byte[]) row[1], (String) row[2]);
        }
    }

    void start(@Observes StartupEvent event) {
        int resealed = reseal();
        if (resealed > 0) {
            LOG.infof("sealed the user data of %d instances by the key %s", resealed, vault.currentKey());
        }
    }

    /** @return how many rows were sealed anew */
    int reseal() {
        int resealed = 0;
        UUID after = FIRST;
        List<Row> rows = read(after);
        while (!rows.isEmpty()) {
            for (Row row : rows) {
                resealed += reseal(row);
            }
            after = rows.getLast().owner().value();
            rows = read(after);
        }
        return resealed;
    }

    private List<Row> read(UUID after) {
        return transactions.read(session -> session.createNativeQuery(
                        "select instance_id, user_data, key_id from instance_secrets"
                                + " where instance_id > :after and key_id is distinct from :current"
                                + " order by instance_id limit " + ROWS,
                        Object[].class)
                .setParameter("after", after)
                .setParameter("current", vault.currentKey())
                .getResultList()
                .map(rows -> rows.stream().map(Row::of).toList()));
    }

    private int reseal(Row row) {
        ByteString secret = row.keyId() == null
                ? ByteString.copyFrom(row.bytes())
                : vault.open(row.owner(), new Sealed(row.keyId(), row.bytes()));
        Sealed sealed = vault.seal(row.owner(), secret);
        return transactions.call(session -> update(session, row, sealed));
    }

    /** Only what was read: another process may do the same, and the instance may be gone. */
    private static Uni<Integer> update(Mutiny.Session session, Row row, Sealed sealed) {
        return session.createNativeQuery("update instance_secrets set user_data = :sealed, key_id = :key"
                        + " where instance_id = :id and user_data = :before")
                .setParameter("sealed", sealed.bytes())
                .setParameter("key", sealed.keyId())
                .setParameter("id", row.owner().value())
                .setParameter("before", row.bytes())
                .executeUpdate();
    }
}
