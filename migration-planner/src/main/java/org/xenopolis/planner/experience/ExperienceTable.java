package org.xenopolis.planner.experience;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.HostId;
import org.xenopolis.planner.core.Correction;
import org.xenopolis.planner.core.Experience;
import org.xenopolis.store.Transactions;

/** Factors learnt from plans that ended. */
@ApplicationScoped
public class ExperienceTable {
    /** How much one plan, or one move, changes what was learnt before. */
    private static final double WEIGHT = 0.3;

    private static final double LOG_MAX = Math.log(4);

    private final Transactions transactions;

    ExperienceTable(Transactions transactions) {
        this.transactions = transactions;
    }

    public Experience read() {
        return transactions.call(session -> session.createNativeQuery(
                        "select cast(host_id as text), copy_log, pause_log from host_corrections", Object[].class)
                .getResultList()
                .chain(rows -> session.createNativeQuery("select benefit_kept from plan_experience", Double.class)
                        .getSingleResult()
                        .map(kept -> {
                            Map<HostId, Correction> corrections = new HashMap<>();
                            rows.forEach(row -> corrections.put(
                                    HostId.of((String) row[0]),
                                    new Correction(Math.exp((Double) row[1]), Math.exp((Double) row[2]))));
                            return new Experience(corrections, kept);
                        })));
    }

    /** A move took so many times what was predicted with what was known then. */
    Uni<?> moved(Mutiny.Session session, UUID source, double copyFactor, double pauseFactor) {
        return session.createNativeQuery("insert into host_corrections as old (host_id, moves, copy_log, pause_log)"
                        + " values (:host, 1, cast(:weight as float8) * cast(:copy as float8),"
                        + " cast(:weight as float8) * cast(:pause as float8))"
                        + " on conflict (host_id) do update set moves = old.moves + 1,"
                        + " copy_log = greatest(-cast(:max as float8), least(cast(:max as float8),"
                        + " old.copy_log + cast(:weight as float8) * cast(:copy as float8))),"
                        + " pause_log = greatest(-cast(:max as float8), least(cast(:max as float8),"
                        + " old.pause_log + cast(:weight as float8) * cast(:pause as float8)))")
                .setParameter("host", source)
                .setParameter("weight", WEIGHT)
                .setParameter("max", LOG_MAX)
                .setParameter("copy", log(copyFactor))
                .setParameter("pause", log(pauseFactor))
                .executeUpdate();
    }

    /** A plan that promised less heat kept this part of it. */
    Uni<?> kept(Mutiny.Session session, double share) {
        return session.createNativeQuery("update plan_experience set plans = plans + 1,"
                        + " benefit_kept = benefit_kept"
                        + " + cast(:weight as float8) * (cast(:share as float8) - benefit_kept)")
                .setParameter("weight", WEIGHT)
                .setParameter("share", Math.max(0, Math.min(1, share)))
                .executeUpdate();
    }

    private static double log(double factor) {
        return Math.max(-LOG_MAX, Math.min(LOG_MAX, Math.log(factor)));
    }
}
