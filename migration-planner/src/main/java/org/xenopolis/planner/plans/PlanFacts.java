package org.xenopolis.planner.plans;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.PlanFact;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.store.Outbox;

/** Says what became of plans, in the transaction in which it becomes so. */
@ApplicationScoped
class PlanFacts {
    private final Outbox outbox;
    private final IdSource ids;
    private final InstantSource clock;

    PlanFacts(Outbox outbox, IdSource ids, InstantSource clock) {
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** The plan as this transaction has left it; its generation must have risen. */
    Uni<Void> append(Mutiny.Session session, PlanRow plan, List<StepRow> steps) {
        UUID event = ids.next();
        long moved =
                steps.stream().filter(step -> step.state == StepState.MOVED).count();
        PlanFact fact = PlanFact.newBuilder()
                .setHeader(FactHeader.newBuilder()
                        .setEventId(event.toString())
                        .setOccurredAt(PlanView.timestamp(clock.instant()))
                        .setVersion(plan.generation))
                .setPlanId(plan.id.toString())
                .setState(plan.state.name())
                .setHashHex(plan.hashHex)
                .setSteps(steps.size())
                .setMoved((int) moved)
                .build();
        return outbox.append(session, Topics.PLAN_FACTS, plan.id.toString(), event, fact);
    }
}
