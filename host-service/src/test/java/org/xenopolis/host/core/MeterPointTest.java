package org.xenopolis.host.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeterPointTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSplitLosesNothingAndIsNeverNegative(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MeterPoint start = new MeterPoint(random.nextLong(1L << 50), counters(random, Counters.ZERO));
        MeterPoint end =
                new MeterPoint(start.atNanos() + random.nextLong(1, 1L << 45), counters(random, start.counters()));
        MeterPoint split = start.splitAt(start.atNanos() - 5 + random.nextLong(1L << 45), end);

        assertThat(split.atNanos()).isBetween(start.atNanos(), end.atNanos());
        Counters first = start.usedUntil(split);
        Counters second = split.usedUntil(end);
        assertThat(first.plus(second)).isEqualTo(start.usedUntil(end));
        assertThat(first.cpuNanos()).isNotNegative();
        assertThat(second.cpuNanos()).isNotNegative();
        assertThat(second.diskReadBytes()).isNotNegative();
    }

    private static Counters counters(SplittableRandom random, Counters from) {
        return from.plus(new Counters(
                random.nextLong(1L << 50),
                random.nextLong(1L << 40),
                random.nextLong(1L << 40),
                random.nextLong(1L << 20),
                random.nextLong(1L << 40),
                random.nextLong(1L << 40)));
    }

    @Test
    void aMeterThatGoesBackIsABug() {
        MeterPoint later = new MeterPoint(2, Counters.ZERO);
        assertThatThrownBy(() -> later.usedUntil(new MeterPoint(1, Counters.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
