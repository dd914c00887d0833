package org.xenopolis.planner.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.facts.PlanFact;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.contracts.plans.HostChange;
import org.xenopolis.contracts.plans.HostRegret;
import org.xenopolis.contracts.plans.LoadForecast;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanRegret;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.kit.kafka.KafkaSettings;
import org.xenopolis.planner.Engines;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Step;
import org.xenopolis.planner.experience.ExperienceTable;
import org.xenopolis.planner.loads.LoadHistory;
import org.xenopolis.planner.loads.Loads;
import org.xenopolis.planner.scheduling.FakeScheduler;
import org.xenopolis.planner.scheduling.MoveStatus;
import org.xenopolis.store.Transactions;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class PlansTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final IdSource ids = IdSource.TIME_ORDERED;
    private final HostId hot = new HostId(ids.next());
    private final List<InstanceId> guests =
            IntStream.range(0, 12).mapToObj(i -> new InstanceId(ids.next())).toList();

    @Inject
    PlanService plans;

    @Inject
    PlanProgress progress;

    @Inject
    PlanDesk desk;

    @Inject
    FakeScheduler scheduler;

    @Inject
    Transactions transactions;

    @Inject
    KafkaSettings kafka;

    @Inject
    RegretWatch regrets;

    @Inject
    ExperienceTable experience;

    @Inject
    LoadForecasts forecasts;

    @Inject
    LoadHistory history;

    @Inject
    Loads loads;

    @BeforeEach
    void aHotHost() {
        scheduler.reset(FakeScheduler.oneHotHost(hot, new HostId(ids.next()), new HostId(ids.next()), guests));
    }

    @Test
    void aProposalIsStoredOnceAndExecutesNothing() {
        PlanId id = newId();
        Plan proposed = plans.propose(id, new Goal.Balance(5));
        scheduler.reset(scheduler.snapshot().toBuilder().clearGuestLoads().build());

        assertThat(proposed.getStepsList()).isNotEmpty();
        assertThat(proposed.getSummary()).contains("hot at 95 % CPU");
        assertThat(proposed.getCurrency()).isEqualTo("EUR");
        // 500 millionths a GiB, and each move is a disk of 10 GiB, 4 GiB of memory and what is dirtied meanwhile.
        assertThat(proposed.getStepsList())
                .allSatisfy(step -> assertThat(step.getPredictedCostMicros()).isBetween(7_000L, 9_000L));
        assertThat(proposed.getHostsList()).anySatisfy(host -> {
            assertThat(host.getHostName()).isEqualTo("hot");
            assertThat(host.getCpuAfter()).isLessThan(host.getCpuBefore());
        });
        assertThat(plans.propose(id, new Goal.Balance(5))).isEqualTo(proposed);
        assertThat(plans.get(id)).isEqualTo(proposed);
        assertThat(plans.list(Optional.empty(), 200)).contains(proposed);
        assertThat(scheduler.submitted()).isEmpty();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plans.propose(id, new Goal.Balance(6)))
                .withMessageContaining("plan-id-taken");
    }

    @Test
    void whatATenantAskedAndWhoMovesTogetherIsStoredAndHandedOver() throws InterruptedException {
        SnapshotResponse.Builder asked = scheduler.snapshot().toBuilder();
        asked.getAllocationsBuilder(0).setPinned(true);
        asked.getAllocationsBuilder(1).setAffinityGroup("pair");
        asked.getAllocationsBuilder(2).setAffinityGroup("pair");
        scheduler.reset(asked.build());
        String pinned = guests.getFirst().toString();

        Plan polite = plans.propose(newId(), new Goal.Drain(hot, 100));
        assertThat(polite.getStuckList())
                .singleElement()
                .satisfies(stuck -> assertThat(stuck.getInstanceId()).isEqualTo(pinned))
                .satisfies(stuck -> assertThat(stuck.getReasons(0).getReason()).isEqualTo("PINNED"));

        Plan forced = plans.propose(newId(), new Goal.Drain(List.of(hot), 100, true));
        assertThat(forced.getForce()).isTrue();
        assertThat(forced.getStepsList())
                .filteredOn(PlanStep::getForced)
                .extracting(PlanStep::getInstanceId)
                .containsExactly(pinned);
        plans.approve(id(forced), forced.getHashHex(), Set.of(), "operator");
        run(id(forced));
        assertThat(scheduler.submitted())
                .filteredOn(Step::isForced)
                .extracting(Step::instance)
                .containsExactly(guests.getFirst());
        assertThat(scheduler.submitted())
                .filteredOn(step -> step.instance().equals(guests.get(1)))
                .singleElement()
                .satisfies(step -> assertThat(step.block().others()).containsExactly(guests.get(2)));
    }

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
    void onlyWhatWasShownIsApproved() {
        Plan plan = proposed();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plans.approve(id(plan), "0".repeat(64), Set.of(), "operator"))
                .withMessageContaining("plan-hash-differs");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plans.approve(id(plan), plan.getHashHex(), Set.of(99), "operator"))
                .withMessageContaining("no-such-step");
        age(plan);
        assertThat(plans.get(id(plan)).getState()).isEqualTo(PlanState.EXPIRED);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator"))
                .withMessageContaining("plan-expired");
        desk.expire();
        assertThat(facts(id(plan), 2)).extracting(PlanFact::getState).containsExactly("PROPOSED", "EXPIRED");
    }

    @Test
    void ofTwoApprovalsAtOnceOneWins() throws Exception {
        Plan plan = proposed();
        List<Future<Throwable>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= 8; i++) {
                Set<Integer> skip = Set.of(i % 2 + 1);
                answers.add(threads.submit(
                        () -> catchThrowable(() -> plans.approve(id(plan), plan.getHashHex(), skip, "operator"))));
            }
        }
        long approved = 0;
        for (Future<Throwable> answer : answers) {
            approved += answer.get() == null ? 1 : 0;
        }
        // The four that asked for the same may all be told yes; there was one approval.
        assertThat(approved).isBetween(1L, 4L);
        Plan now = plans.get(id(plan));
        assertThat(now.getGeneration()).isEqualTo(2);
        assertThat(now.getStepsList())
                .filteredOn(step -> step.getState() == StepState.SKIPPED)
                .hasSize(1);
        assertThat(facts(id(plan), 2)).extracting(PlanFact::getState).containsExactly("PROPOSED", "APPROVED");
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

    @Test
    void anEndedPlanIsJudgedOnceItsHostsWereWatchedAndTeachesTheNext() throws InterruptedException {
        Plan plan = proposed();
        plans.approve(id(plan), plan.getHashHex(), Set.of(), "operator");
        run(id(plan));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plans.regret(id(plan)))
                // What is not found loses its code on the way out.
                .matches(refused -> refused.problem().kind() == ErrorKind.CONFLICT)
                .withMessageContaining("no-regret-yet");
        Instant ended = Instant.now().minus(Duration.ofMinutes(20));
        sql("update plans set ended_at = now() - interval '20 minutes' where id = cast(:id as uuid)", plan);
        sql(
                "update plan_steps set actual_copy_millis = 2 * predicted_copy_millis,"
                        + " actual_pause_millis = predicted_pause_millis where plan_id = cast(:id as uuid)",
                plan);
        for (HostChange host : plan.getHostsList()) {
            report(host.getHostId(), host.getCpuAfter(), ended.plus(Duration.ofMinutes(5)));
        }

        regrets.look();

        PlanRegret regret = plans.regret(id(plan));
        assertThat(regret.getBenefitKept()).isCloseTo(1, within(0.01));
        assertThat(regret.getCopyFactor()).isCloseTo(2, within(0.01));
        assertThat(regret.getHostsList()).allMatch(HostRegret::getSeen);
        assertThat(regret.getWorthIt()).isTrue();
        assertThat(experience.read().benefitKept()).isCloseTo(1, within(0.01));
    }

    @Test
    void aForecastIsMadeOfTheMinutesThatWereHeardAndItsErrorIsShown() {
        for (int minute = 1; minute <= 30; minute++) {
            report(hot.toString(), 0.8, Instant.now().minus(Duration.ofMinutes(minute)));
        }
        Plan plan = plans.propose(newId(), new Goal.Balance(5));

        assertThat(plan.getForecast().getGuests()).isEqualTo(guests.size());
        assertThat(plan.getForecast().getGuestsWithHistory()).isEqualTo(guests.size());
        assertThat(plan.getForecast().getMape()).isLessThan(0.01);
        assertThat(plan.getSummary()).contains("hot at 80 % CPU");
        LoadForecast seen = forecasts.now();
        assertThat(seen.getHostsList()).anySatisfy(host -> {
            assertThat(host.getHostName()).isEqualTo("hot");
            assertThat(host.getCpuForecast()).isCloseTo(0.8, within(0.01));
            assertThat(host.getCpuHistoryCount()).isEqualTo(60);
        });
        history.rollUp(Instant.now());
        history.rollUp(Instant.now());
    }

    private void report(String host, double cpu, Instant at) {
        HostReported.Builder report =
                HostReported.newBuilder().setLoad(HostLoad.newBuilder().setCpuFraction(cpu));
        if (host.equals(hot.toString())) {
            guests.forEach(guest -> report.addGuestLoads(GuestLoad.newBuilder()
                    .setInstanceId(guest.toString())
                    .setCpuCores(1)
                    .setDirtyBytesPerSecond(1_000_000)));
        }
        HostFact fact = HostFact.newBuilder()
                .setHeader(FactHeader.newBuilder()
                        .setOccurredAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond())))
                .setHostId(host)
                .setReported(report)
                .build();
        transactions.call(session -> loads.reported(session, fact).replaceWithVoid());
    }

    private final UUID executor = UUID.randomUUID();

    private void run(PlanId plan) throws InterruptedException {
        UUID self = UUID.randomUUID();
        claim(self);
        new PlanRun(progress, scheduler, ids, failures -> {}, self).run(plan);
    }

    private List<PlanId> claim(UUID self) {
        return progress.claim(self, Duration.ofMinutes(1), 100);
    }

    private Plan proposed() {
        Plan plan = plans.propose(newId(), new Goal.Balance(5));
        assertThat(plan.getStepsCount()).isGreaterThan(1);
        return plan;
    }

    private void age(Plan plan) {
        sql("update plans set expires_at = created_at where id = cast(:id as uuid)", plan);
    }

    private void releaseClaim(Plan plan) {
        sql("update plans set claimed_until = now() - interval '1 second' where id = cast(:id as uuid)", plan);
    }

    private void sql(String statement, Plan plan) {
        transactions.call(session -> session.createNativeQuery(statement)
                .setParameter("id", plan.getId())
                .executeUpdate());
    }

    /** The facts about a plan, once there are so many. */
    private List<PlanFact> facts(PlanId plan, int count) {
        List<PlanFact> found = new ArrayList<>();
        Instant deadline = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<String, byte[]> consumer = kafka.consumer("test-" + UUID.randomUUID())) {
            consumer.subscribe(List.of(Topics.PLAN_FACTS));
            while (found.size() < count && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                    if (message.key().equals(plan.toString())) {
                        found.add(parsed(message.value()));
                    }
                }
            }
        }
        return found;
    }

    private static PlanFact parsed(byte[] bytes) {
        try {
            return PlanFact.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private PlanId newId() {
        return new PlanId(ids.next());
    }

    private static PlanId id(Plan plan) {
        return PlanId.of(plan.getId());
    }
}
