package org.xenopolis.deploy.local.bench.planetlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.planner.core.consolidation.ConsolidationSettings;

class DaySimulationTest {
    @TempDir
    Path traces;

    @Test
    void aGuestThatStaysCostsThePowerOfItsHostForTheDay() throws Exception {
        trace("one", IntStream.generate(() -> 50));

        DayResult day = new DaySimulation(DayFleet.of(traces), fleet -> List.of()).run();

        // 1,250 of 5,320 MIPS for all but the first and the last five minutes of 24 hours.
        double watts = 101 + (105 - 101) * (10 * 1_250.0 / 5_320 - 2);
        assertThat(day.kwh()).isCloseTo(watts * 86_100 / 3.6e6 - watts * 300 / 3.6e6, within(0.01));
        assertThat(day.moves()).isZero();
        assertThat(day.violation()).isZero();
        assertThat(day.unserved()).isZero();
    }

    @Test
    void moreThanAHostHasIsNotServed() throws Exception {
        for (int guest = 0; guest < 4; guest++) {
            trace("g" + guest, IntStream.generate(() -> 100));
        }
        DayFleet fleet = DayFleet.of(traces);
        DayHost to = fleet.hosts().get(1);

        DayResult day = new DaySimulation(
                        fleet,
                        now -> now.guests().stream()
                                .filter(guest -> guest.at != to)
                                .map(guest -> new Move(guest, to))
                                .toList())
                .run();

        // 2,500 + 2,000 + 1,000 + 500 MIPS asked of 5,320.
        assertThat(day.unserved()).isCloseTo(1 - 5_320.0 / 6_000, within(0.005));
        assertThat(day.shortTime()).isGreaterThan(0.9);
    }

    @Test
    void oursUsesNoMoreEnergyThanThePublishedPolicyWithFarFewerMoves() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        for (int guest = 0; guest < 80; guest++) {
            int usual = random.nextInt(5, 40);
            trace("g" + guest, IntStream.generate(() -> random.nextInt(usual / 2, 2 * usual)));
        }

        DayResult theirs = new DaySimulation(DayFleet.of(traces), new PublishedPolicy(Overload.LR)).run();
        DayFleet fleet = DayFleet.of(traces);
        DayResult ours = new DaySimulation(fleet, new OurPolicy(fleet, ConsolidationSettings.DEFAULT)).run();

        assertThat(ours.kwh()).isLessThanOrEqualTo(theirs.kwh());
        assertThat(ours.moves()).isPositive().isLessThan(theirs.moves() / 5);
        assertThat(ours.violation()).isLessThan(theirs.violation() / 2);
    }

    private void trace(String name, IntStream shares) throws Exception {
        Files.writeString(
                traces.resolve(name),
                shares.limit(288).mapToObj(String::valueOf).collect(Collectors.joining("\n")));
    }
}
