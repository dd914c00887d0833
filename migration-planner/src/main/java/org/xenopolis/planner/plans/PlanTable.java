package org.xenopolis.planner.plans;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** What every transaction on plans needs: reading one, and telling of a change that was made. */
@ApplicationScoped
class PlanTable {
    /** A plan and its steps, by number. */
    record Stored(PlanRow plan, List<StepRow> steps) {}

    private final PlanFacts facts;

    PlanTable(PlanFacts facts) {
        this.facts = facts;
    }

    /** Nothing when there is no such plan. */
    Uni<List<Stored>> read(Mutiny.Session session, UUID id) {
        return session.createSelectionQuery("from PlanRow where id = :id", PlanRow.class)
                .setParameter("id", id)
                .getResultList()
                .chain(plans -> plans.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : steps(session, List.of(id)).map(steps -> List.of(new Stored(plans.getFirst(), steps))));
    }

    Uni<List<StepRow>> steps(Mutiny.Session session, List<UUID> plans) {
        return session.createSelectionQuery(
                        "from StepRow where planId in :plans order by planId, number", StepRow.class)
                .setParameter("plans", plans)
                .getResultList();
    }

    /** After a conditional update of so many rows: says the fact when it took effect. */
    Uni<Boolean> told(Mutiny.Session session, UUID id, int updated) {
        if (updated == 0) {
            return Uni.createFrom().item(false);
        }
        return read(session, id)
                .chain(found -> facts.append(
                        session, found.getFirst().plan(), found.getFirst().steps()))
                .replaceWith(true);
    }
}
