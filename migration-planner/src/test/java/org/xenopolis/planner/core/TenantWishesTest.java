package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.xenopolis.cluster.Mobility;
import org.xenopolis.planner.core.fleet.EnginePlanner;

/** What tenants ask about moves; that every step is legal without force is what {@link PlannerPropertyTest} asks. */
class TenantWishesTest {
    private static final EnginePlanner.Effort QUICK = new EnginePlanner.Effort(200, 8_000, 40_000);

    private final Planner planner = new EnginePlanner(Thresholds.DEFAULT, QUICK);

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withoutForceNoGuestMovesAgainstItsTenantsWishAndWhoStaysIsNamed(long seed) {
        Situation situation = Situations.any(seed);
        HostId drained = situation.cluster().hosts().iterator().next().id();
        Proposal proposal = planner.plan(situation, new Goal.Drain(drained, Goal.MOVES_MAX));

        assertThat(proposal.steps()).allSatisfy(step -> {
            Mobility asked = mobility(situation.cluster(), step);
            assertThat(step.isForced()).isFalse();
            assertThat(asked.isPinned()).isFalse();
            asked.pauseMax().ifPresent(max -> assertThat(step.cost().pause()).isLessThanOrEqualTo(max));
        });
        for (Allocation held : situation.cluster().allocationsOn(drained)) {
            if (held.constraints().mobility().isPinned() && mayMoveOtherwise(situation, held)) {
                assertThat(proposal.stuck())
                        .filteredOn(stuck -> stuck.instance().equals(held.instance()))
                        .flatExtracting(Stuck::reasons)
                        .extracting(Stuck.Reason::code)
                        .containsExactly("PINNED");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void byForceTheyLeaveTheNamedHostsAndNoOtherAndEachStepSaysSo(long seed) {
        Situation situation = Situations.any(seed);
        List<HostId> drained =
                situation.cluster().hosts().stream().map(Host::id).limit(2).toList();
        Proposal proposal = planner.plan(situation, new Goal.Drain(drained, Goal.MOVES_MAX, true));

        AnyOrder.carryOut(situation.cluster(), proposal.steps(), new SplittableRandom(seed), 0.2);
        for (Step step : proposal.steps()) {
            Mobility asked = mobility(situation.cluster(), step);
            boolean against = asked.isPinned()
                    || asked.pauseMax()
                            .filter(max -> step.cost().pause().compareTo(max) > 0)
                            .isPresent();
            assertThat(step.isForced()).isEqualTo(against);
            if (against) {
                assertThat(drained).contains(home(situation.cluster(), step));
                assertThat(step.reason()).contains("by force");
            }
        }
        assertThat(proposal.stuck())
                .flatExtracting(Stuck::reasons)
                .extracting(Stuck.Reason::code)
                .doesNotContain("PINNED", "PAUSE_BUDGET");
    }

    /** A property that never meets a pinned guest says nothing about it. */
    @Test
    void theGeneratedSituationsHaveWishesOfBothKinds() {
        Set<String> met = new HashSet<>();
        seeds().forEach(seed -> {
            Situation situation = Situations.any(seed);
            HostId first = situation.cluster().hosts().iterator().next().id();
            planner.plan(situation, new Goal.Drain(first, Goal.MOVES_MAX))
                    .stuck()
                    .forEach(stuck -> stuck.reasons().forEach(reason -> met.add(reason.code())));
            planner.plan(situation, new Goal.Drain(List.of(first), Goal.MOVES_MAX, true)).steps().stream()
                    .filter(Step::isForced)
                    .forEach(step -> met.add("forced"));
        });
        assertThat(met).contains("PINNED", "PAUSE_BUDGET", "forced");
    }

    private static boolean mayMoveOtherwise(Situation situation, Allocation held) {
        return held.purpose() == Purpose.RUN
                && situation.cluster().allocationsOf(held.instance()).size() == 1
                && !situation.atRest().contains(held.instance())
                && held.constraints().affinity().isEmpty()
                && situation.cluster().host(held.host()).orElseThrow().state().answers();
    }

    private static Mobility mobility(Cluster cluster, Step step) {
        return run(cluster, step).constraints().mobility();
    }

    private static HostId home(Cluster cluster, Step step) {
        return run(cluster, step).host();
    }

    private static Allocation run(Cluster cluster, Step step) {
        return cluster.allocation(step.instance(), Purpose.RUN).orElseThrow();
    }
}
