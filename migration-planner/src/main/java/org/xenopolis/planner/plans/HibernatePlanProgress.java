package org.xenopolis.planner.plans;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.store.Transactions;

/** Progress in PostgreSQL; claims are measured by its clock alone. */
@ApplicationScoped
class HibernatePlanProgress implements PlanProgress {
    private final Transactions transactions;
    private final PlanTable table;

    HibernatePlanProgress(Transactions transactions, PlanTable table) {
        this.transactions = transactions;
        this.table = table;
    }

    @Override
    public List<PlanId> claim(UUID executor, Duration hold, int max) {
        return transactions.call(session -> session.createNativeQuery(
                        "update plans set claimed_by = :executor,"
                                + " claimed_until = now() + make_interval(secs => :seconds)"
                                + " where id in (select id from plans where open"
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
                        ? Uni.createFrom().item(new Next.Lost())
                        : table.read(session, plan.value()).map(found -> next(found.getFirst()))));
    }

    private static Next next(PlanTable.Stored stored) {
        Optional<StepRow> moving = first(stored, StepState.MOVING);
        if (moving.isPresent()) {
            UUID operation = moving.get().operationId;
            if (operation == null) {
                throw new IllegalStateException("a step moves without an operation: " + stored.plan().id);
            }
            return new Next.Follow(stored, moving.get(), new OperationId(operation));
        }
        return first(stored, StepState.WAITING)
                .<Next>map(step -> new Next.Start(stored, step))
                .orElseGet(Next.Finish::new);
    }

    private static Optional<StepRow> first(PlanTable.Stored stored, StepState state) {
        return stored.steps().stream().filter(step -> step.state == state).findFirst();
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

    private static Uni<Integer> move(Mutiny.Session session, PlanId plan, int step, OperationId operation) {
        return session.createMutationQuery("update StepRow set state = :moving, operationId = :operation"
                        + " where planId = :id and number = :step and state = :waiting")
                .setParameter("moving", StepState.MOVING)
                .setParameter("operation", operation.value())
                .setParameter("id", plan.value())
                .setParameter("step", step)
                .setParameter("waiting", StepState.WAITING)
                .executeUpdate();
    }

    @Override
    public void end(PlanId plan, int step, StepState state, String outcome) {
        transactions.call(session -> session.createMutationQuery("update StepRow set state = :state, outcome = :outcome"
                        + " where planId = :id and number = :step and state = :moving")
                .setParameter("state", state)
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
                        + " claimed_until = null, generation = generation + 1,"
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
