package org.xenopolis.deploy.local.bench.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenopolis.deploy.local.bench.drain.DrainJudge.StepLine;

class DrainJudgeTest {
    private static final DrainFleet FLEET = DrainFleet.parse(List.of(
            "host 100 10 drain",
            "host 100 10 keep",
            "host 50 10 keep",
            "guest 0 60 2 0",
            "guest 0 40 2 0",
            "guest 1 30 2 0"));

    @Test
    void whatEmptiesTheHostAndFitsIsRight() {
        assertThat(violations(new StepLine(0, 0, 1, 0, 10), new StepLine(1, 0, 2, 10, 20)))
                .isZero();
    }

    @Test
    void whatDoesNotFitIsFound() {
        assertThat(violations(new StepLine(0, 0, 1, 0, 10), new StepLine(1, 0, 1, 10, 20)))
                .isPositive();
    }

    @Test
    void whoStaysOnAHostThatShouldBeEmptyIsFound() {
        assertThat(violations(new StepLine(0, 0, 1, 0, 10))).isEqualTo(1);
    }

    @Test
    void whoMovesFromWhereItIsNotIsFound() {
        assertThat(violations(
                        new StepLine(0, 0, 1, 0, 10), new StepLine(1, 0, 2, 10, 20), new StepLine(2, 2, 1, 0, 10)))
                .isPositive();
    }

    @Test
    void theGeneratedFleetIsTheSameForTheSameSeedAndReadsBack() {
        DrainFleet fleet = DrainFleet.generate(7);

        assertThat(DrainFleet.generate(7)).isEqualTo(fleet);
        assertThat(DrainFleet.parse(fleet.text().lines().toList())).isEqualTo(fleet);
        assertThat(fleet.guests())
                .filteredOn(guest -> fleet.hosts().get(guest.host()).drained())
                .hasSize(758);
    }

    private static int violations(StepLine... steps) {
        return new DrainJudge(FLEET).violations(List.of(steps));
    }
}
