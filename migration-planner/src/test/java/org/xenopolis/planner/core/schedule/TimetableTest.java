package org.xenopolis.planner.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimetableTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyTransferHasItsLinksForItselfAndTheEndIsNearTheBound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Transfer> transfers = new ArrayList<>();
        for (int item = 0; item < 40; item++) {
            int from = random.nextInt(4);
            transfers.add(new Transfer(item, from, 4 + random.nextInt(8), random.nextDouble(1, 60)));
        }

        Timetable timetable = Timetable.of(transfers, 12);

        assertThat(timetable.entries().stream().map(Timetable.Entry::transfer))
                .containsExactlyInAnyOrderElementsOf(transfers);
        for (Timetable.Entry one : timetable.entries()) {
            assertThat(timetable.entries())
                    .filteredOn(other -> other != one && sharesALink(one, other))
                    .noneMatch(other -> one.starts() < other.ends() && other.starts() < one.ends());
        }
        assertThat(timetable.makespan()).isBetween(timetable.bound() - 1e-9, 1.5 * timetable.bound());
    }

    /** Whole seconds, so that many links come free at the same moment. */
    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyWaitsWhileBothItsLinksAreFree(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Transfer> transfers = new ArrayList<>();
        for (int item = 0; item < 40; item++) {
            transfers.add(new Transfer(item, random.nextInt(6), random.nextInt(6, 12), random.nextInt(1, 4)));
        }

        List<Timetable.Entry> entries = Timetable.of(transfers, 12).entries();

        assertThat(entries).hasSize(40).isSortedAccordingTo(Comparator.comparingDouble(Timetable.Entry::starts));
        for (Timetable.Entry one : entries) {
            assertThat(one.starts() == 0
                            || entries.stream()
                                    .anyMatch(other -> sharesALink(one, other) && other.ends() == one.starts()))
                    .as("%s starts when one of its links comes free", one)
                    .isTrue();
        }
    }

    @Test
    void oneSenderWithManyReceiversEndsAtTheBound() {
        List<Transfer> transfers =
                List.of(new Transfer(0, 0, 1, 10), new Transfer(1, 0, 2, 20), new Transfer(2, 0, 3, 30));

        Timetable timetable = Timetable.of(transfers, 4);

        assertThat(timetable.makespan()).isCloseTo(60, within(1e-9)).isEqualTo(timetable.bound());
    }

    private static boolean sharesALink(Timetable.Entry one, Timetable.Entry other) {
        return one.transfer().from() == other.transfer().from()
                || one.transfer().to() == other.transfer().to();
    }
}
