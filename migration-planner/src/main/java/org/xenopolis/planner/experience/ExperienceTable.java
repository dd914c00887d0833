package org.xenopolis.planner.experience;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.planner.core.Experience;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;
import org.xenopolis.planner.core.PreCopyModels;
import org.xenopolis.store.Transactions;

/** What was learnt from plans and migrations that ended. */
@ApplicationScoped
public class ExperienceTable {
    /** How much one plan changes what was learnt before. */
    private static final double WEIGHT = 0.3;

    private final Transactions transactions;
    private final MigrationsSeen migrations;

    ExperienceTable(Transactions transactions, MigrationsSeen migrations) {
        this.transactions = transactions;
        this.migrations = migrations;
    }

    public Experience read() {
        return transactions
                .call(session -> migrations
                        .read(session)
                        .chain(past -> session.createNativeQuery(
                                        "select benefit_kept from plan_experience", Double.class)
                                .getSingleResult()
                                .map(kept -> new Known(past, kept))))
                .experience();
    }

    /** What is stored; the models are made of it after the transaction. */
    private record Known(Map<XenVersion, List<Observed>> past, double kept) {
        Experience experience() {
            return new Experience(PreCopyModels.taught(past), kept);
        }
    }

    /** A plan that promised less heat kept this part of it. */
    public Uni<?> kept(Mutiny.Session session, double share) {
        return session.createNativeQuery("update plan_experience set plans = plans + 1,"
                        + " benefit_kept = benefit_kept"
                        + " + cast(:weight as float8) * (cast(:share as float8) - benefit_kept)")
                .setParameter("weight", WEIGHT)
                .setParameter("share", Math.max(0, Math.min(1, share)))
                .executeUpdate();
    }
}
