package org.xenopolis.planner.core.search;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.roadef.RandomInstance;
import org.xenopolis.planner.core.roadef.RoadefInstance;

class CrowdTest {
    private static final int MOVES = 500;
    private static final double PRICE = 1_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyoneIsToldOfEveryShiftAndSwap(long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 6, 40);
        Placement placement = new Placement(instance.model());
        Crowd crowd = new Crowd(new Board(placement, Guard.NONE, instance.objective(placement)));
        crowd.overload.charge(PRICE, 1, 1);
        SplittableRandom random = new SplittableRandom(seed);

        for (int move = 0; move < MOVES; move++) {
            int item = random.nextInt(crowd.board.items);
            int other = random.nextInt(crowd.board.items);
            int from = crowd.board.at(item);
            if (random.nextBoolean()) {
                int to = random.nextInt(crowd.board.machines);
                if (to != from) {
                    crowd.shift(item, from, to);
                }
            } else if (crowd.board.at(other) != from) {
                crowd.swap(item, from, other, crowd.board.at(other));
            }
        }

        Crowds.assertInStep(crowd, PRICE);
    }
}
