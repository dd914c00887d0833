package org.xenopolis.scheduler.instances;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.SetMigrationRequest;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.store.Transactions;

/** What a tenant asks about live moves of an instance that exists. */
@ApplicationScoped
class MigrationWishes {
    /** An operation writes down the whole record that it read: while one holds the instance, nothing else is written. */
    private static final String WRITE = """
            update instances set spec = :spec, pinned = :pinned, pause_max_millis = nullif(:pause, 0),
              generation = generation + 1, updated_at = :now
            where id = :id and generation = :generation and operation_id is null""";

    private final Transactions transactions;

    MigrationWishes(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Asked for what is so already, it changes nothing. */
    void set(InstanceRecord instance, SetMigrationRequest wish) {
        if (wish.getIfGeneration() != 0 && wish.getIfGeneration() != instance.generation()) {
            throw changed();
        }
        InstanceSpec spec = instance.spec().toBuilder()
                .setMigration(wish.getMigration())
                .setPauseMaxMillis(wish.getPauseMaxMillis())
                .build();
        if (spec.equals(instance.spec())) {
            return;
        }
        if (instance.operation() != null) {
            throw Problems.conflict(
                    "operation-in-progress",
                    "Operation " + instance.operation() + " holds the instance; wait for its end.");
        }
        if (transactions.call(session -> write(session, instance.specified(spec))) == 0) {
            throw changed();
        }
    }

    private static RuntimeException changed() {
        return Problems.conflict("generation-changed", "The instance has changed since it was read.");
    }

    private static Uni<Integer> write(Mutiny.Session session, InstanceRecord instance) {
        return session.createNativeQuery(WRITE)
                .setParameter("spec", instance.spec().toByteArray())
                .setParameter("pinned", instance.isPinned())
                .setParameter("pause", instance.spec().getPauseMaxMillis())
                .setParameter("now", Instant.now().truncatedTo(ChronoUnit.MICROS))
                .setParameter("id", instance.id().value())
                .setParameter("generation", instance.generation())
                .executeUpdate();
    }
}
