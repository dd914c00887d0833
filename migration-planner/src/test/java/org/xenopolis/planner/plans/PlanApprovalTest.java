package org.xenopolis.planner.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.facts.PlanFact;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.contracts.plans.Plan;
import org.xenopolis.contracts.plans.PlanState;
import org.xenopolis.contracts.plans.PlanStep;
import org.xenopolis.contracts.plans.StepState;
import org.xenopolis.planner.Engines;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Step;

/** What is proposed, and who may let it run. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class PlanApprovalTest extends PlanScenario {
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
}
