package org.xenopolis.planner.plans;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanForecast;
import org.xenopolis.contracts.plans.PlanGoal;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.PlanHash;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Tariff;
import org.xenopolis.store.StoreFailures;
import org.xenopolis.store.Transactions;

/** Where proposals are kept until somebody approves or cancels them. */
@ApplicationScoped
class PlanDesk {
    private final Transactions transactions;
    private final PlanTable table;
    private final PlanFacts facts;
    private final InstantSource clock;
    private final Duration lifetime;
    private final Tariff tariff;

    PlanDesk(
            Transactions transactions,
            PlanTable table,
            PlanFacts facts,
            InstantSource clock,
            Tariff tariff,
            @ConfigProperty(name = "xeno.plans.lifetime", defaultValue = "PT15M") Duration lifetime) {
        this.transactions = transactions;
        this.table = table;
        this.facts = facts;
        this.clock = clock;
        this.lifetime = lifetime;
        this.tariff = tariff;
    }

    /**
     * What a proposal was made in.
     *
     * @param follows the ended plan whose rest this is
     */
    record Circumstances(PlanForecast forecast, Optional<PlanId> follows) {}

    Optional<Plan> find(PlanId id) {
        return transactions.call(session -> table.read(session, id.value())
                .map(found -> found.stream().findFirst().map(this::view)));
    }

    /** By id, which is by time. */
    List<Plan> list(Optional<PlanId> after, int limit) {
        UUID from = after.map(PlanId::value).orElse(new UUID(0, 0));
        return transactions.call(session -> session.createSelectionQuery(
                        "from PlanRow where id > :after order by id", PlanRow.class)
                .setParameter("after", from)
                .setMaxResults(limit)
                .getResultList()
                .chain(plans -> plans.isEmpty()
                        ? Uni.createFrom().item(List.<Plan>of())
                        : table.steps(
                                        session,
                                        plans.stream().map(plan -> plan.id).toList())
                                .map(steps -> views(plans, steps))));
    }

    /** Stores the proposal; when another call with that id was faster, that one's plan is the answer. */
    Plan create(PlanId id, Goal goal, Proposal proposal, Circumstances circumstances) {
        try {
            return transactions.call(session -> insert(session, id, goal, proposal, circumstances));
        } catch (RuntimeException e) {
            if (StoreFailures.isDuplicate(e)) {
                return find(id).orElseThrow();
            }
            throw e;
        }
    }

    /** Whether this call approved it: an open proposal of that hash, the steps to skip skipped, in one transaction. */
    boolean approve(PlanId id, String hashHex, Set<Integer> skip, String cause) {
        return transactions.call(session -> session.createMutationQuery("update PlanRow set state = :approved,"
                        + " open = true, approvedBy = :cause, generation = generation + 1"
                        + " where id = :id and state = :proposed and hashHex = :hash and expiresAt > :now")
                .setParameter("approved", PlanState.APPROVED)
                .setParameter("cause", cause)
                .setParameter("id", id.value())
                .setParameter("proposed", PlanState.PROPOSED)
                .setParameter("hash", hashHex)
                .setParameter("now", clock.instant())
                .executeUpdate()
                .chain(updated -> updated == 0 || skip.isEmpty()
                        ? Uni.createFrom().item(updated)
                        : skip(session, id, skip).replaceWith(updated))
                .chain(updated -> table.told(session, id.value(), updated)));
    }

    /** Whether this call cancelled it. What moves goes on moving; the steps that wait are skipped. */
    boolean cancel(PlanId id) {
        return transactions.call(session -> session.createMutationQuery(
                        "update PlanRow set state = :cancelled, parked = false, generation = generation + 1"
                                + " where id = :id and (state in (:started) or (state = :proposed and expiresAt > :now))")
                .setParameter("cancelled", PlanState.PLAN_CANCELLED)
                .setParameter("id", id.value())
                .setParameter("started", List.of(PlanState.APPROVED, PlanState.EXECUTING))
                .setParameter("proposed", PlanState.PROPOSED)
                .setParameter("now", clock.instant())
                .executeUpdate()
                .chain(updated -> updated == 0
                        ? Uni.createFrom().item(0)
                        : session.createMutationQuery("update StepRow set state = :skipped"
                                        + " where planId = :id and state = :waiting")
                                .setParameter("skipped", StepState.SKIPPED)
                                .setParameter("id", id.value())
                                .setParameter("waiting", StepState.WAITING)
                                .executeUpdate()
                                .replaceWith(updated))
                .chain(updated -> table.told(session, id.value(), updated)));
    }

    /**
     * Whether this call let the next phase begin: the plan runs, the phase is the released one, and nothing of it or of an
     * earlier one moves or waits.
     */
    boolean release(PlanId id, int phase) {
        return transactions.call(session -> session.createNativeQuery(
                        "update plans set released_phase = released_phase + 1, parked = false,"
                                + " generation = generation + 1 where id = :id and released_phase = :phase"
                                + " and state in ('APPROVED', 'EXECUTING') and not exists (select 1 from plan_steps s"
                                + " where s.plan_id = plans.id and s.phase <= :phase"
                                + " and s.state in ('WAITING', 'MOVING'))")
                .setParameter("id", id.value())
                .setParameter("phase", phase)
                .executeUpdate()
                .chain(updated -> table.told(session, id.value(), updated)));
    }

    /** Whether a plan with this goal is under way, or waits for an answer. */
    boolean isOpen(PlanGoal goal) {
        return transactions.call(session -> session.createSelectionQuery(
                        "select count(*) from PlanRow where goal = :goal and (state in (:started)"
                                + " or state = :proposed and expiresAt > :now)",
                        Long.class)
                .setParameter("goal", goal)
                .setParameter("started", List.of(PlanState.APPROVED, PlanState.EXECUTING))
                .setParameter("proposed", PlanState.PROPOSED)
                .setParameter("now", clock.instant())
                .getSingleResult()
                .map(count -> count > 0));
    }

    /** Writes down, and tells, which proposals nobody approved in time. */
    void expire() {
        transactions.call(session -> session.createNativeQuery(
                        "update plans set state = 'EXPIRED', generation = generation + 1"
                                + " where state = 'PROPOSED' and expires_at <= :now returning cast(id as text)",
                        String.class)
                .setParameter("now", clock.instant())
                .getResultList()
                .chain(ids -> {
                    Uni<?> chain = Uni.createFrom().voidItem();
                    for (String id : ids) {
                        chain = chain.chain(() -> table.told(session, UUID.fromString(id), 1));
                    }
                    return chain.replaceWithVoid();
                }));
    }

    private Uni<Plan> insert(
            Mutiny.Session session, PlanId id, Goal goal, Proposal proposal, Circumstances circumstances) {
        PlanRow row = new PlanRow();
        row.id = id.value();
        row.goal(goal);
        row.hashHex = PlanHash.of(goal, proposal.steps()).hex();
        // As PostgreSQL keeps it, so that what is answered now is what is read later.
        row.createdAt = Instant.ofEpochMilli(clock.millis());
        row.expiresAt = row.createdAt.plus(lifetime);
        row.summary = proposal.summary();
        row.currency = tariff.currency();
        row.preview = PlanView.preview(proposal, circumstances.forecast());
        row.followsPlanId = circumstances.follows().map(PlanId::value).orElse(null);
        List<StepRow> steps = proposal.steps().stream()
                .map(step -> StepRow.of(row.id, step, tariff))
                .toList();
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> session.persistAll(steps.toArray()))
                .chain(() -> facts.append(session, row, steps))
                .replaceWith(() -> PlanView.of(row, steps, clock.instant()));
    }

    private static Uni<Integer> skip(Mutiny.Session session, PlanId id, Set<Integer> numbers) {
        return session.createMutationQuery(
                        "update StepRow set state = :skipped where planId = :id and number in (:numbers)")
                .setParameter("skipped", StepState.SKIPPED)
                .setParameter("id", id.value())
                .setParameter("numbers", numbers)
                .executeUpdate();
    }

    private List<Plan> views(List<PlanRow> plans, List<StepRow> steps) {
        Map<UUID, List<StepRow>> byPlan = steps.stream().collect(Collectors.groupingBy(step -> step.planId));
        return plans.stream()
                .map(plan -> PlanView.of(plan, byPlan.getOrDefault(plan.id, List.of()), clock.instant()))
                .toList();
    }

    private Plan view(PlanTable.Stored stored) {
        return PlanView.of(stored.plan(), stored.steps(), clock.instant());
    }
}
