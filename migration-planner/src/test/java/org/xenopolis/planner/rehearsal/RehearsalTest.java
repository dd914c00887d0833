package org.xenopolis.planner.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final int PLANS = 3_000;

    @Test
    void nothingIsBrokenWhateverFailsWhereverAndNothingThatRanIsStopped() {
        Map<String, Integer> moved = new TreeMap<>();
        int faults = 0;
        for (long seed = 0; seed < PLANS; seed++) {
            Rehearsal.Outcome outcome = Rehearsal.of(seed, 0.08);
            assertThat(outcome.broken()).as("seed %d: %s", seed, outcome.goal()).isEmpty();
            moved.merge(outcome.goal(), outcome.moved(), Integer::sum);
            faults += outcome.faults();
        }
        assertThat(moved.keySet()).containsExactly("Balance", "Consolidate", "Drain", "Maintenance", "Repair");
        assertThat(moved.values()).allMatch(count -> count > 5);
        assertThat(faults).isGreaterThan(PLANS);
    }

    @Test
    void onAGoodDayEveryStepOfEveryPlanIsCarriedOut() {
        for (long seed = 0; seed < PLANS / 3; seed++) {
            Rehearsal.Outcome outcome = Rehearsal.of(seed, 0);
            assertThat(outcome.broken()).as("seed %d", seed).isEmpty();
            assertThat(outcome.moved()).as("seed %d: %s", seed, outcome.goal()).isEqualTo(outcome.steps());
        }
    }
}
