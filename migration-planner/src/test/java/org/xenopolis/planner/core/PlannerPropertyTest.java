package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.invariants.Invariants;

class PlannerPropertyTest {
    private final Planner planner = new GreedyPlanner(Thresholds.DEFAULT, PreCopyModel.LIBXL);

    static LongStream seeds() {
        return LongStream.range(0, 600);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyIntermediateStateIsValidWhicheverStepsAreSkipped(long seed) {
        Situation situation = Situations.any(seed);
        SplittableRandom random = new SplittableRandom(~seed);
        for (Goal goal : goals(situation, random)) {
            List<Step> steps = planner.plan(situation, goal).steps();
            carryOut(situation.cluster(), steps);
            carryOut(
                    situation.cluster(),
                    steps.stream().filter(step -> random.nextBoolean()).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDrainedHostIsEmptyOrTheStuckGuestsAreNamedWithReasons(long seed) {
        Situation situation = Situations.any(seed);
        for (Host host : situation.cluster().hosts()) {
            Proposal proposal = planner.plan(situation, new Goal.Drain(host.id(), Goal.MOVES_MAX));

            Cluster after = carryOut(situation.cluster(), proposal.steps());
            Set<InstanceId> left = new HashSet<>();
            after.allocationsOn(host.id()).forEach(held -> left.add(held.instance()));
            assertThat(proposal.stuck()).extracting(Stuck::instance).containsExactlyInAnyOrderElementsOf(left);
            if (situation.cluster().hosts().size() > 1) {
                assertThat(proposal.stuck())
                        .allSatisfy(stuck -> assertThat(stuck.reasons()).isNotEmpty());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void balancingMakesNoHostHotAndTheHottestGiversCooler(long seed) {
        Situation situation = Situations.any(seed);
        Proposal proposal = planner.plan(situation, new Goal.Balance(20));

        Board before = new Board(situation, Thresholds.DEFAULT);
        Board after = new Board(situation, Thresholds.DEFAULT);
        for (Step step : proposal.steps()) {
            Host to = after.cluster().host(step.to()).orElseThrow();
            after.move(run(after.cluster(), step), to);
        }
        for (Host host : situation.cluster().hosts()) {
            if (before.heat(host) <= 1) {
                assertThat(after.heat(host)).isLessThanOrEqualTo(1 + 1e-9);
            }
        }
        for (Step step : proposal.steps()) {
            Host from = situation.cluster().host(step.from()).orElseThrow();
            assertThat(before.heat(from)).isGreaterThan(1);
            assertThat(after.heat(from)).isLessThan(before.heat(from));
        }
        assertThat(proposal.steps()).extracting(Step::instance).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void equalInputGivesEqualPlansAndHashesHoweverItIsOrdered(long seed) {
        Situation situation = Situations.any(seed);
        Cluster cluster = situation.cluster();
        Situation reordered = new Situation(
                Cluster.of(
                        cluster.hosts().stream()
                                .sorted(Comparator.comparing(Host::id).reversed())
                                .toList(),
                        cluster.allocations().reversed()),
                situation.cpuFractions(),
                situation.guests(),
                situation.links(),
                situation.atRest());
        for (Goal goal : goals(situation, new SplittableRandom(seed))) {
            Proposal first = planner.plan(situation, goal);
            Proposal second = planner.plan(reordered, goal);

            assertThat(second).isEqualTo(first);
            assertThat(PlanHash.of(goal, second.steps())).isEqualTo(PlanHash.of(goal, first.steps()));
        }
    }

    @Test
    void theGeneratedSituationsLeadToMovesOfBothKinds() {
        long balancing = 0;
        long draining = 0;
        for (long seed : seeds().toArray()) {
            Situation situation = Situations.any(seed);
            balancing += planner.plan(situation, new Goal.Balance(20)).steps().size();
            HostId first = situation.cluster().hosts().iterator().next().id();
            draining +=
                    planner.plan(situation, new Goal.Drain(first, 20)).steps().size();
        }
        assertThat(balancing).isGreaterThan(100);
        assertThat(draining).isGreaterThan(300);
    }

    private static List<Goal> goals(Situation situation, SplittableRandom random) {
        List<Host> hosts = List.copyOf(situation.cluster().hosts());
        return Stream.<Goal>of(
                        new Goal.Balance(random.nextInt(1, 20)),
                        new Goal.Drain(hosts.get(random.nextInt(hosts.size())).id(), random.nextInt(1, 20)))
                .toList();
    }

    /** Executes the steps as the scheduler does, asking the checker, which the planner never uses, at each state. */
    private static Cluster carryOut(Cluster start, List<Step> steps) {
        Cluster cluster = start;
        for (Step step : steps) {
            Allocation run = run(cluster, step);
            assertThat(run.host()).isEqualTo(step.from());
            assertThat(run.epoch()).isEqualTo(step.epoch());
            assertThat(cluster.allocation(step.instance(), Purpose.MIGRATION_TARGET))
                    .isEmpty();
            assertThat(cluster.host(step.to()).orElseThrow().state()).isEqualTo(HostState.UP);
            Cluster moving = cluster.with(run.toMoveTo(step.to()));
            assertThat(Invariants.ofLedger(moving)).isEmpty();
            cluster = moving.without(step.instance(), Purpose.MIGRATION_TARGET)
                    .without(step.instance(), Purpose.RUN)
                    .with(new Allocation(
                            run.instance(),
                            run.tenant(),
                            step.to(),
                            run.epoch(),
                            Purpose.RUN,
                            run.resources(),
                            run.constraints()));
            assertThat(Invariants.ofLedger(cluster)).isEmpty();
        }
        return cluster;
    }

    private static Allocation run(Cluster cluster, Step step) {
        return cluster.allocation(step.instance(), Purpose.RUN).orElseThrow();
    }
}
