package org.xenopolis.planner.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;

class EvacuationTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatLeavesFitsWhereItGoesAndNothingGoesToAClosedMachine(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] demand = random.longs(60, 1, 20).toArray();
        int[] home = random.ints(60, 0, 10).toArray();
        long[] capacity = new long[10];
        for (int item = 0; item < home.length; item++) {
            capacity[home[item]] += demand[item];
        }
        Arrays.setAll(capacity, machine -> capacity[machine] + random.nextInt(40));
        boolean[] closed = new boolean[10];
        closed[0] = true;
        closed[1] = true;

        Evacuation.Plan plan = new Evacuation(new Placement(model(demand, home, capacity)), Guard.NONE, closed)
                .empty(new int[] {0, 1}, Arrays.stream(demand).asDoubleStream().toArray());

        int[] at = home.clone();
        for (Transfer transfer : plan.transfers()) {
            assertThat(at[transfer.item()]).isEqualTo(transfer.from());
            assertThat(closed[transfer.to()]).isFalse();
            at[transfer.item()] = transfer.to();
        }
        long[] free = capacity.clone();
        for (int item = 0; item < at.length; item++) {
            free[at[item]] -= demand[item];
        }
        assertThat(Arrays.stream(free)).allMatch(room -> room >= 0);
        int[] left =
                IntStream.range(0, at.length).filter(item -> closed[at[item]]).toArray();
        assertThat(plan.stuck())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(left).boxed().toList());
        // Stuck means that it fits nowhere, also at the end.
        for (int item : left) {
            assertThat(IntStream.range(2, 10)).noneMatch(machine -> free[machine] >= demand[item]);
        }
    }

    @Test
    void thoseThatReceiveTakeTurns() {
        long[] demand = {1, 1, 1, 1};
        boolean[] closed = {true, false, false};

        Evacuation.Plan plan = new Evacuation(
                        new Placement(model(demand, new int[4], new long[] {4, 9, 9})), Guard.NONE, closed)
                .empty(new int[] {0}, new double[] {4, 3, 2, 1});

        assertThat(plan.transfers()).extracting(Transfer::to).containsExactly(1, 2, 2, 1);
    }

    private static Model model(long[] demand, int[] home, long[] capacity) {
        int items = demand.length;
        int[] alone = new int[items];
        Arrays.fill(alone, 1);
        int[][] none = new int[items][0];
        int machines = capacity.length;
        return new Model(
                new Model.Machines(machines, capacity, new int[machines], 1, new int[machines], 1),
                new Model.Items(items, demand, IntStream.range(0, items).toArray(), home),
                new Model.Groups(items, alone, new int[items], none, none),
                1,
                new boolean[1]);
    }
}
