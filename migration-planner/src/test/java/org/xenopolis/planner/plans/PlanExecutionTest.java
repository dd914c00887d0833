package org.xenopolis.planner.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.facts.PlanFact;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.Engines;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Step;
import org.xenopolis.planner.scheduling.FakeScheduler;
import org.xenopolis.planner.scheduling.MoveStatus;

/** What becomes of the steps of an approved plan, whatever fails. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class PlanExecutionTest extends PlanScenario {
    private final UUID executor = UUID.randomUUID();

    @Test
    void anApprovedPlanIsHandedOverInOrderWithoutTheSkippedSteps() throws InterruptedException {
        Plan plan = proposed();
        plans.approve(id(plan), plan.getHashHex(), Set.of(2), "operator");
        run(id(plan));

        Plan done = plans.get(id(plan));
        assertThat(done.getState()).isEqualTo(PlanState.DONE);
        assertThat(done.getSteps(1).getState()).isEqualTo(StepState.SKIPPED);
        assertThat(scheduler.submitted())
                .extracting(Step::number)
                .contains(1)
                .doesNotContain(2)
                .hasSize(plan.getStepsCount() - 1);
        assertThat(scheduler.submitted())
                .allSatisfy(step -> assertThat(step.epoch().value()).isEqualTo(3));
    }

    @Test
    void aRefusedStepEndsThePlanPartlyDoneAndTheOthersGoOn() throws InterruptedException {
        Plan plan = proposed();
        scheduler.refuse(InstanceId.of(plan.getSteps(0).getInstanceId()));
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        run(id(plan));

        Plan ended = plans.get(id(plan));
        assertThat(ended.getState()).isEqualTo(PlanState.PARTLY_DONE);
        assertThat(ended.getSteps(0).getState()).isEqualTo(StepState.REFUSED);
        assertThat(ended.getSteps(0).getOutcome()).contains("another host by now");
        assertThat(ended.getStepsList().subList(1, ended.getStepsCount()))
                .allSatisfy(step -> assertThat(step.getState()).isEqualTo(StepState.MOVED));
    }

    @Test
    void aFailedMoveIsNamed() throws InterruptedException {
        Plan plan = proposed();
        scheduler.outcome(new MoveStatus.Failed("target-lost: The target does not answer."));
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        run(id(plan));

        assertThat(plans.get(id(plan)).getState()).isEqualTo(PlanState.PARTLY_DONE);
        assertThat(plans.get(id(plan)).getSteps(0).getOutcome()).contains("target-lost");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherExecutorGoesOnAfterACrashAndNothingMovesTwice(boolean afterEffect) throws InterruptedException {
        Plan plan = proposed();
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        scheduler.crashCaller(afterEffect);
        assertThat(catchThrowable(() -> run(id(plan)))).isInstanceOf(FakeScheduler.Crash.class);

        PlanStep crashed = plans.get(id(plan)).getSteps(0);
        assertThat(crashed.getState()).isEqualTo(StepState.MOVING);
        assertThat(claim(UUID.randomUUID())).as("still claimed by the dead").doesNotContain(id(plan));
        releaseClaim(plan);
        run(id(plan));

        Plan done = plans.get(id(plan));
        assertThat(done.getState()).isEqualTo(PlanState.DONE);
        assertThat(done.getSteps(0).getOperationId()).isEqualTo(crashed.getOperationId());
        assertThat(scheduler.submitted())
                .extracting(Step::number)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, plan.getStepsCount()).boxed().toList());
    }

    @Test
    void anExecutorThatLostItsClaimDoesNothingMore() throws InterruptedException {
        Plan plan = proposed();
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        UUID slow = UUID.randomUUID();
        assertThat(claim(slow)).contains(id(plan));
        releaseClaim(plan);
        assertThat(claim(UUID.randomUUID())).contains(id(plan));

        new PlanRun(progress, scheduler, ids, failures -> {}, slow).run(id(plan));
        assertThat(scheduler.submitted()).isEmpty();
    }

    @Test
    void aSilentSchedulerIsWaitedFor() throws InterruptedException {
        Plan plan = proposed();
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        scheduler.fallSilent(5);
        run(id(plan));

        assertThat(plans.get(id(plan)).getState()).isEqualTo(PlanState.DONE);
        assertThat(scheduler.submitted()).hasSize(plan.getStepsCount());
    }

    @Test
    void cancellingSkipsWhatWaitsAndLetsTheRunningMoveEnd() throws InterruptedException {
        Plan plan = proposed();
        scheduler.outcome(new MoveStatus.UnderWay());
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        claim(executor);
        // While the first one moves, an operator cancels; then it arrives.
        new PlanRun(
                        progress,
                        scheduler,
                        ids,
                        failures -> {
                            plans.cancel(id(plan));
                            scheduler.outcome(new MoveStatus.Succeeded());
                        },
                        executor)
                .run(id(plan));

        Plan ended = plans.get(id(plan));
        assertThat(ended.getState()).isEqualTo(PlanState.PLAN_CANCELLED);
        assertThat(ended.getSteps(0).getState()).isEqualTo(StepState.MOVED);
        assertThat(ended.getStepsList().subList(1, ended.getStepsCount()))
                .allSatisfy(step -> assertThat(step.getState()).isEqualTo(StepState.SKIPPED));
        assertThat(scheduler.submitted()).hasSize(1);
        assertThat(claim(UUID.randomUUID())).doesNotContain(id(plan));
    }

    @Test
    void aHostIsDrainedByTheExecutorItself() throws InterruptedException {
        PlanExecutor service = new PlanExecutor(progress, desk, scheduler, ids, Duration.ofMillis(20));
        PlanService withExecutor = plans;
        service.start(new io.quarkus.runtime.StartupEvent(), true);
        try {
            Plan plan = withExecutor.propose(newId(), new Goal.Drain(hot, 20));
            assertThat(plan.getStuckList()).isEmpty();
            assertThat(plan.getSummary()).contains("Cordon it first");
            plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");

            await(() -> plans.get(id(plan)).getState() == PlanState.DONE);
            assertThat(scheduler.submitted()).hasSize(guests.size());
            List<PlanFact> facts = facts(id(plan), 3 + 2 * guests.size());
            assertThat(facts.getLast().getState()).isEqualTo("DONE");
            assertThat(facts.getLast().getMoved()).isEqualTo(guests.size());
            assertThat(facts)
                    .extracting(fact -> fact.getHeader().getVersion())
                    .doesNotHaveDuplicates()
                    .isSorted();
        } finally {
            service.stop(new io.quarkus.runtime.ShutdownEvent());
        }
    }

    @Test
    void aMaintenancePlanWaitsBetweenItsPhasesAndBringsTheGuestsHome() throws InterruptedException {
        Plan plan = plans.propose(newId(), new Goal.Maintenance(List.of(hot), 1, 100));
        assertThat(plan.getPhasesCount()).isEqualTo(2);
        assertThat(plan.getStepsCount()).isEqualTo(2 * guests.size());
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        run(id(plan));

        assertThat(scheduler.submitted()).hasSize(guests.size());
        assertThat(plans.get(id(plan)).getState()).isEqualTo(PlanState.EXECUTING);
        assertThat(claim(UUID.randomUUID())).as("nobody keeps it meanwhile").doesNotContain(id(plan));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plans.release(id(plan), 2))
                .withMessageContaining("plan-phase-open");

        plans.release(id(plan), 1);
        run(id(plan));

        assertThat(plans.get(id(plan)).getState()).isEqualTo(PlanState.DONE);
        assertThat(scheduler.submitted().subList(guests.size(), 2 * guests.size()))
                .allSatisfy(step -> assertThat(step.to()).isEqualTo(hot));
    }

    @Test
    void whatAnEndedPlanLeftIsPlannedAnewAndARunningOneIsNot() throws InterruptedException {
        Plan plan = proposed();
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plans.replan(id(plan), newId()))
                .withMessageContaining("plan-not-ended");
        scheduler.refuse(InstanceId.of(plan.getSteps(0).getInstanceId()));
        run(id(plan));

        Plan rest = plans.replan(id(plan), newId());
        assertThat(rest.getFollowsPlanId()).isEqualTo(plan.getId());
        assertThat(rest.getGoal()).isEqualTo(plan.getGoal());
        assertThat(rest.getState()).isEqualTo(PlanState.PROPOSED);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }
}
