package org.xenopolis.planner.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.objective.Objective;
import org.xenopolis.planner.core.roadef.RandomInstance;
import org.xenopolis.planner.core.roadef.RoadefInstance;

class EvictionTest {
    private static final int ATTEMPTS = 3_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatCostsTooMuchIsUndoneAndAllThatCountsIsTold(long seed) {
        RoadefInstance instance = RandomInstance.of(seed, 10, 60);
        Placement placement = new Placement(instance.model());
        Objective objective = instance.objective(placement);
        Crowd crowd = new Crowd(new Board(placement, Guard.NONE, objective));
        double price = objective.cost() / 50;
        crowd.overload.charge(price, 1, 1);
        Eviction eviction = new Eviction(crowd, new Dice(seed));
        double[] patience = {-price, 0, price / 10, price};
        int[] done = new int[2];

        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int[] places = placement.toArray();
            double cost = objective.cost();
            double over = crowd.overload.cost();
            double most = patience[attempt % patience.length];

            double change = eviction.attempt(most);

            double changed = objective.cost() - cost;
            if (Double.isNaN(change)) {
                done[0]++;
                assertThat(placement.toArray()).isEqualTo(places);
                assertThat(changed).isCloseTo(0, within(1e-6 * cost));
            } else {
                done[1]++;
                assertThat(changed).isCloseTo(change, within(1e-6 * cost));
                assertThat(changed + crowd.overload.cost() - over).isLessThanOrEqualTo(most + 1e-6 * cost);
            }
        }

        assertThat(done).as("undone, done").doesNotContain(0);
        Crowds.assertInStep(crowd, price);
    }
}
