package org.xenopolis.planner.plans;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.facts.MigrationFact;

/** Writes beside the prediction what a move really took. */
@ApplicationScoped
public class StepTimes {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Into the step of the newest plan that asked for this move, if one did; in the transaction of the fact. */
    public Uni<?> measured(Mutiny.Session session, MigrationFact fact) {
        if (!fact.getPhase().equals("COMPLETED")) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(
                        "update plan_steps set actual_copy_millis = :copy, actual_pause_millis = :pause,"
                                + " actual_bytes = :bytes"
                                + " where (plan_id, number) = (select plan_id, number from plan_steps"
                                + " where instance_id = :instance and from_host_id = :from and to_host_id = :to"
                                + " and state in ('MOVING', 'MOVED') and actual_copy_millis is null"
                                + " order by plan_id desc limit 1)")
                .setParameter("copy", fact.getCopyNanos() / NANOS_PER_MILLI)
                .setParameter("pause", fact.getPauseNanos() / NANOS_PER_MILLI)
                .setParameter("bytes", fact.getCopiedBytes())
                .setParameter("instance", UUID.fromString(fact.getInstanceId()))
                .setParameter("from", UUID.fromString(fact.getFromHostId()))
                .setParameter("to", UUID.fromString(fact.getToHostId()))
                .executeUpdate();
    }
}
