package org.xenopolis.planner.plans;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.core.execution.Turn;
import org.xenopolis.store.Transactions;

/** Progress in PostgreSQL; claims are measured by its clock alone. */
@ApplicationScoped
class HibernatePlanProgress implements PlanProgress {
    private final Transactions transactions;
    private final PlanTable table;
    private final InstantSource clock;
    private final Turn.Limits limits;

    HibernatePlanProgress(
            Transactions transactions,
            PlanTable table,
            InstantSource clock,
            @ConfigProperty(name = "xeno.plans.moves-per-host", defaultValue = "1") int perHost,
            @ConfigProperty(name = "xeno.plans.moves-at-once", defaultValue = "64") int perPlan) {
        this.transactions = transactions;
        this.table = table;
        this.clock = clock;
        this.limits = new Turn.Limits(perHost, perPlan);
    }

    @Override
    public List<PlanId> claim(UUID executor, Duration hold, int max) {
        return transactions.call(session -> session.createNativeQuery(
                        "update plans set claimed_by = :executor,"
                                + " claimed_until = now() + make_interval(secs => :seconds)"
                                + " where id in (select id from plans where open and not parked"
                                + " and (claimed_until is null or claimed_until < now())"
                                + " order by id limit :max for update skip locked) returning cast(id as text)",
                        String.class)
                .setParameter("executor", executor)
                .setParameter("seconds", seconds(hold))
                .setParameter("max", max)
                .getResultList()
                .map(ids -> ids.stream().map(PlanId::of).toList()));
    }

    @Override
    public Next next(PlanId plan, UUID executor, Duration hold) {
        return transactions.call(session -> session.createNativeQuery(
                        "update plans set claimed_until = now() + make_interval(secs => :seconds)"
                                + " where id = :id and claimed_by = :executor and open")
                .setParameter("seconds", seconds(hold))
                .setParameter("id", plan.value())
                .setParameter("executor", executor)
                .executeUpdate()
                .chain(updated -> updated == 0
                        ? Uni.createFrom().<Next>item(new Next.Lost())
                        : table.read(session, plan.value()).chain(found -> next(session, found.getFirst()))));
    }

    private Uni<Next> next(Mutiny.Session session, PlanTable.Stored stored) {
        PlanRow plan = stored.plan();
        Turn turn = Turn.of(stored.steps().stream().map(StepRow::item).toList(), plan.releasedPhase, limits);
        if (!turn.skip().isEmpty()) {
            return skip(session, stored, turn).replaceWith(new Next.Work(stored, List.of(), List.of()));
        }
        if (turn.isOver()) {
            return Uni.createFrom().item(new Next.Finish());
        }
        if (turn.waitsForOperator()) {
            return park(session, plan.id);
        }
        List<StepRow> moving = stored.steps().stream()
                .filter(step -> step.state == StepState.MOVING)
                .toList();
        List<StepRow> begin = stored.steps().stream()
                .filter(step -> turn.begin().contains(step.number))
                .toList();
        return Uni.createFrom().item(new Next.Work(stored, moving, begin));
    }

    private Uni<Next> park(Mutiny.Session session, UUID plan) {
        return session.createMutationQuery(
                        "update PlanRow set parked = true, claimedBy = null, claimedUntil = null" + " where id = :id")
                .setParameter("id", plan)
                .executeUpdate()
                .replaceWith(new Next.Parked());
    }

    /** Not a step that is cancelled: it says for which one it waited. */
    private Uni<?> skip(Mutiny.Session session, PlanTable.Stored stored, Turn turn) {
        Uni<Integer> chain = Uni.createFrom().item(0);
        for (var skipped : turn.skip().entrySet()) {
            chain = chain.chain(() -> session.createMutationQuery("update StepRow set state = :skipped, outcome = :why"
                            + " where planId = :id and number = :step and state = :waiting")
                    .setParameter("skipped", StepState.SKIPPED)
                    .setParameter("why", "It waited for step " + skipped.getValue() + ", which was not done.")
                    .setParameter("id", stored.plan().id)
                    .setParameter("step", skipped.getKey())
                    .setParameter("waiting", StepState.WAITING)
                    .executeUpdate());
        }
        return chain.chain(() -> session.createMutationQuery(
                                "update PlanRow set generation = generation + 1 where id = :id")
                        .setParameter("id", stored.plan().id)
                        .executeUpdate())
                .invoke(session::clear)
                .chain(updated -> table.told(session, stored.plan().id, updated));
    }

    @Override
    public boolean start(PlanId plan, int step, OperationId operation, UUID executor) {
        return transactions.call(session -> session.createMutationQuery(
                        "update PlanRow set state = :executing, generation = generation + 1"
                                + " where id = :id and claimedBy = :executor and state in (:started)")
                .setParameter("executing", PlanState.EXECUTING)
                .setParameter("id", plan.value())
                .setParameter("executor", executor)
                .setParameter("started", List.of(PlanState.APPROVED, PlanState.EXECUTING))
                .executeUpdate()
                .chain(updated -> updated == 0 ? Uni.createFrom().item(0) : move(session, plan, step, operation))
                .chain(updated -> table.told(session, plan.value(), updated)));
    }

    private Uni<Integer> move(Mutiny.Session session, PlanId plan, int step, OperationId operation) {
        return session.createMutationQuery("update StepRow set state = :moving, operationId = :operation,"
                        + " startedAt = :now where planId = :id and number = :step and state = :waiting")
                .setParameter("moving", StepState.MOVING)
                .setParameter("now", clock.instant())
                .setParameter("operation", operation.value())
                .setParameter("id", plan.value())
                .setParameter("step", step)
                .setParameter("waiting", StepState.WAITING)
                .executeUpdate();
    }

    @Override
    public void end(PlanId plan, int step, StepState state, String outcome) {
        transactions.call(session -> session.createMutationQuery(
                        "update StepRow set state = :state, outcome = :outcome,"
                                + " endedAt = :now where planId = :id and number = :step and state = :moving")
                .setParameter("state", state)
                .setParameter("now", clock.instant())
                .setParameter("outcome", outcome)
                .setParameter("id", plan.value())
                .setParameter("step", step)
                .setParameter("moving", StepState.MOVING)
                .executeUpdate()
                .chain(updated -> updated == 0
                        ? Uni.createFrom().item(0)
                        : session.createMutationQuery("update PlanRow set generation = generation + 1 where id = :id")
                                .setParameter("id", plan.value())
                                .executeUpdate())
                .chain(updated -> table.told(session, plan.value(), updated)));
    }

    @Override
    public void finish(PlanId plan, UUID executor) {
        transactions.call(session -> session.createNativeQuery("update plans set open = false, claimed_by = null,"
                        + " claimed_until = null, generation = generation + 1, ended_at = now(),"
                        + " state = case when state = 'PLAN_CANCELLED' then state"
                        + " when exists (select 1 from plan_steps s where s.plan_id = plans.id"
                        + " and s.state in ('REFUSED', 'STEP_FAILED')) then 'PARTLY_DONE' else 'DONE' end"
                        + " where id = :id and claimed_by = :executor and open")
                .setParameter("id", plan.value())
                .setParameter("executor", executor)
                .executeUpdate()
                .chain(updated -> table.told(session, plan.value(), updated)));
    }

    private static double seconds(Duration hold) {
        return hold.toMillis() / 1_000.0;
    }
}
