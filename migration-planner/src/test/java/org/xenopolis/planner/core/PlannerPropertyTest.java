package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.planner.core.fleet.EnginePlanner;

class PlannerPropertyTest {
    private static final EnginePlanner.Effort QUICK = new EnginePlanner.Effort(200, 8_000, 40_000);

    private final Planner planner = new EnginePlanner(Thresholds.DEFAULT, QUICK);

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStateIsValidInAnyOrderThatTheStepsLeaveWhateverRunsAtOnceAndWhicheverAreStruckOut(long seed) {
        Situation situation = Situations.any(seed);
        SplittableRandom random = new SplittableRandom(~seed);
        for (Goal goal : goals(situation, random)) {
            List<Step> steps = planner.plan(situation, goal).steps();
            for (Step step : steps) {
                assertThat(step.after()).allSatisfy(before -> assertThat(before).isLessThan(step.number()));
            }
            AnyOrder.carryOut(situation.cluster(), steps, random, 0);
            AnyOrder.carryOut(situation.cluster(), steps, random, 0.3);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDrainedHostIsEmptyOrTheStuckGuestsAreNamedWithReasons(long seed) {
        Situation situation = Situations.any(seed);
        for (Host host : situation.cluster().hosts()) {
            Proposal proposal = planner.plan(situation, new Goal.Drain(host.id(), Goal.MOVES_MAX));

            Cluster after = AnyOrder.carryOut(situation.cluster(), proposal.steps(), new SplittableRandom(seed), 0);
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
    void balancingMakesNoHostHotAndIsWorthItsPrice(long seed) {
        Situation situation = Situations.any(seed);
        Proposal proposal = planner.plan(situation, new Goal.Balance(20));

        Board before = new Board(situation, Thresholds.DEFAULT);
        Board after = carriedOut(situation, proposal.steps());
        for (Host host : situation.cluster().hosts()) {
            if (before.heat(host) <= 1) {
                assertThat(after.heat(host)).isLessThanOrEqualTo(1 + 1e-9);
            }
        }
        assertThat(proposal.benefit().gain())
                .isGreaterThanOrEqualTo(proposal.benefit().price() - 1e-9);
        assertThat(proposal.benefit().excessBefore()).isCloseTo(excess(before), within(1e-9));
        assertThat(proposal.benefit().excessAfter()).isCloseTo(excess(after), within(1e-9));
    }

    /** The planner that was there before: one move after the other, and no host both gives and takes. */
    @Test
    void theEngineLeavesLessHeatThanTheGreedyPlannerAndDrainsMore() {
        Planner greedy = new GreedyPlanner(Thresholds.DEFAULT);
        double excessOfGreedy = 0;
        double excess = 0;
        int stuckOfGreedy = 0;
        int stuck = 0;
        int hotter = 0;
        for (long seed : seeds().toArray()) {
            Situation situation = Situations.any(seed);
            Goal balance = new Goal.Balance(20);
            double theirs =
                    excess(carriedOut(situation, greedy.plan(situation, balance).steps()));
            double ours = planner.plan(situation, balance).benefit().excessAfter();
            hotter += ours > theirs + 0.02 ? 1 : 0;
            excessOfGreedy += theirs;
            excess += ours;
            HostId first = situation.cluster().hosts().iterator().next().id();
            Goal drain = new Goal.Drain(first, Goal.MOVES_MAX);
            int left = greedy.plan(situation, drain).stuck().size();
            int stays = planner.plan(situation, drain).stuck().size();
            assertThat(stays).as("seed %d", seed).isLessThanOrEqualTo(left);
            stuckOfGreedy += left;
            stuck += stays;
        }
        assertThat(excess).isLessThan(excessOfGreedy);
        assertThat(hotter).as("situations that greed leaves cooler").isLessThan(12);
        assertThat(stuck).isLessThan(stuckOfGreedy);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void maintenanceBringsEveryGuestThatLeftBackAndEmptiesEachTurn(long seed) {
        Situation situation = Situations.any(seed);
        List<HostId> hosts =
                situation.cluster().hosts().stream().map(Host::id).limit(4).toList();
        Proposal proposal = planner.plan(situation, new Goal.Maintenance(hosts, 2, Goal.MOVES_MAX));

        Cluster cluster = situation.cluster();
        for (Phase phase : proposal.phases()) {
            List<Step> steps = proposal.steps().stream()
                    .filter(step -> step.phase() == phase.number())
                    .toList();
            cluster = AnyOrder.carryOut(cluster, steps, new SplittableRandom(seed), 0);
            Set<InstanceId> stuck = new HashSet<>();
            proposal.stuck().forEach(one -> stuck.add(one.instance()));
            for (HostId host : phase.hosts()) {
                assertThat(cluster.allocationsOn(host))
                        .extracting(Allocation::instance)
                        .allMatch(stuck::contains);
            }
        }
        for (Allocation held : situation.cluster().allocations()) {
            assertThat(cluster.allocation(held.instance(), held.purpose())
                            .orElseThrow()
                            .host())
                    .isEqualTo(held.host());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void consolidationEmptiesHostsAndMakesNoneHot(long seed) {
        Situation situation = Situations.any(seed);
        Proposal proposal = planner.plan(situation, new Goal.Consolidate(100));

        Board before = new Board(situation, Thresholds.DEFAULT);
        Board after = carriedOut(situation, proposal.steps());
        for (Host host : situation.cluster().hosts()) {
            if (before.heat(host) <= 1) {
                assertThat(after.heat(host)).isLessThanOrEqualTo(1 + 1e-9);
            }
        }
        if (!proposal.steps().isEmpty()) {
            assertThat(proposal.benefit().emptyAfter())
                    .isGreaterThan(proposal.benefit().emptyBefore());
        }
    }

    private static Board carriedOut(Situation situation, List<Step> steps) {
        Board board = new Board(situation, Thresholds.DEFAULT);
        for (Step step : steps) {
            board.move(
                    run(board.cluster(), step), board.cluster().host(step.to()).orElseThrow());
        }
        return board;
    }

    private static double excess(Board board) {
        double sum = 0;
        for (Host host : board.cluster().hosts()) {
            sum += host.state().answers() ? Math.max(0, board.heat(host) - 1) : 0;
        }
        return sum;
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
                situation.traffic(),
                situation.carries(),
                situation.links(),
                situation.atRest(),
                situation.cooling(),
                situation.left(),
                situation.experience());
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
        assertThat(balancing).isGreaterThan(50);
        assertThat(draining).isGreaterThan(150);
    }

    private static List<Goal> goals(Situation situation, SplittableRandom random) {
        List<Host> hosts = List.copyOf(situation.cluster().hosts());
        HostId one = hosts.get(random.nextInt(hosts.size())).id();
        HostId other = hosts.get(random.nextInt(hosts.size())).id();
        return List.of(
                new Goal.Balance(random.nextInt(1, 20)),
                new Goal.Drain(one, random.nextInt(1, 20)),
                new Goal.Drain(List.of(one, other), Goal.MOVES_MAX),
                new Goal.Consolidate(random.nextInt(1, 200)),
                new Goal.Repair(random.nextInt(1, 200)),
                new Goal.Maintenance(List.of(one, other), 1, random.nextInt(1, 200)));
    }

    private static Allocation run(Cluster cluster, Step step) {
        return cluster.allocation(step.instance(), Purpose.RUN).orElseThrow();
    }
}
