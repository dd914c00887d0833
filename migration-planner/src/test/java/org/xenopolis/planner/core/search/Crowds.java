package org.xenopolis.planner.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.xenopolis.planner.core.model.Placement;

/** Crowds, looked at from nothing. */
final class Crowds {
    private Crowds() {}

    /** All that was told move by move is as if it were made now. @param price what was charged */
    static void assertInStep(Crowd crowd, double price) {
        Placement placement = crowd.board.placement;
        Overload anew = new Overload(placement);
        anew.charge(price, 1, 1);
        assertThat(crowd.overload.cost()).isCloseTo(anew.cost(), within(1e-6 * price));
        assertThat(crowd.overload.isNone()).isEqualTo(anew.isNone());
        int[] places = placement.toArray();
        for (int machine = 0; machine < crowd.board.machines; machine++) {
            int here = machine;
            assertThat(IntStream.range(0, crowd.roster.count(here)).map(index -> crowd.roster.item(here, index)))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, places.length)
                            .filter(item -> places[item] == here)
                            .boxed()
                            .toList());
        }
    }
}
