package org.xenopolis.planner.core.consolidation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.schedule.Shift;

class ConsolidationTest {
    private static final int TICKS = 60;
    private static final Guard NEVER_HOST_ZERO = new Guard() {
        @Override
        public boolean admits(int item, int to) {
            return to != 0;
        }

        @Override
        public boolean admitsSwap(int a, int b) {
            return true;
        }

        @Override
        public void move(int item, int to) {}
    };

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void aSteadyFleetIsPackedAndThenLeftAlone() {
        int[] at = IntStream.range(0, 20).toArray();
        double[] loads = new double[20];
        Arrays.fill(loads, 10);
        Consolidation consolidation = consolidation(20, 20, Guard.NONE);

        for (int tick = 0; tick < TICKS; tick++) {
            carryOut(consolidation.decide(at, loads), at);
        }
        List<Shift> later = consolidation.decide(at, loads);

        assertThat(Arrays.stream(at).distinct().count()).isLessThanOrEqualTo(4);
        assertThat(later).isEmpty();
    }

    @Test
    void aHostThatRunsShortSendsItsLargestGuestAway() {
        int[] at = {0, 0, 0, 1};
        Consolidation consolidation = consolidation(3, 4, Guard.NONE);
        for (int tick = 0; tick < TICKS; tick++) {
            carryOut(consolidation.decide(at, new double[] {20, 10, 10, 55}), at);
        }
        int[] before = at.clone();

        for (int tick = 0; tick < 6; tick++) {
            carryOut(consolidation.decide(at, new double[] {80, 10, 10, 55}), at);
        }

        assertThat(at[0]).isNotEqualTo(at[3]);
        assertThat(at).isNotEqualTo(before);
    }

    @Test
    void whatTheGuardForbidsDoesNotHappen() {
        int[] at = {0, 1, 2, 3};
        Consolidation consolidation = consolidation(4, 4, NEVER_HOST_ZERO);

        for (int tick = 0; tick < TICKS; tick++) {
            List<Shift> moves = consolidation.decide(at, new double[] {10, 10, 10, 10});
            assertThat(moves).noneMatch(move -> move.to() == 0);
            carryOut(moves, at);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void guestsRestAfterAMoveAndMovesStartWhereTheGuestIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] at = IntStream.range(0, 60).map(guest -> random.nextInt(12)).toArray();
        double[] usual = random.doubles(60, 1, 15).toArray();
        int[] movedAt = new int[60];
        Arrays.fill(movedAt, -100);
        Consolidation consolidation = consolidation(12, 60, Guard.NONE);
        int undone = 0;
        int moved = 0;

        for (int tick = 0; tick < 5 * TICKS; tick++) {
            double[] loads = Arrays.stream(usual)
                    .map(load -> load * random.nextDouble(0.3, 1.7))
                    .toArray();
            for (Shift move : consolidation.decide(at, loads)) {
                assertThat(at[move.item()]).isEqualTo(move.from());
                assertThat(tick - movedAt[move.item()]).isGreaterThanOrEqualTo(6);
                undone += movedAt[move.item()] > tick - 24 ? 1 : 0;
                moved++;
                movedAt[move.item()] = tick;
                at[move.item()] = move.to();
            }
        }

        assertThat(moved).isPositive();
        assertThat(undone).as("moves again within two hours").isLessThanOrEqualTo(moved / 2);
    }

    private static Consolidation consolidation(int hosts, int guests, Guard guard) {
        double[] hundred = new double[hosts];
        Arrays.fill(hundred, 100);
        return new Consolidation(
                new FleetHosts(hundred, hundred, hundred, hundred), guests, guard, ConsolidationSettings.DEFAULT);
    }

    private static void carryOut(List<Shift> moves, int[] at) {
        moves.forEach(move -> at[move.item()] = move.to());
    }
}
