package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TariffTest {
    private static final Tariff EUROS = new Tariff("EUR", 500, 36_000, 2_000);

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void aMoveCostsItsBytesTheCpusAtBothEndsAndThePause() {
        MoveCost cost = new MoveCost(4L << 30, Duration.ofSeconds(49), Duration.ofSeconds(1));

        // 4 GiB, two CPUs for 50 s, one second of standing still.
        assertThat(EUROS.micros(cost)).isEqualTo(4 * 500 + 2 * 500 + 2_000);
        assertThat(Tariff.NONE.micros(cost)).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void moreOfAnythingNeverCostsLessAndTwoMovesCostTheirSum(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MoveCost one = any(random);
        MoveCost more = any(random);

        assertThat(EUROS.micros(one.plus(more))).isGreaterThanOrEqualTo(EUROS.micros(one));
        assertThat(EUROS.micros(one) + EUROS.micros(more) - EUROS.micros(one.plus(more)))
                .isBetween(0L, 1L);
    }

    @Test
    void pricesAreNotNegativeAndCurrenciesHaveThreeLetters() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tariff("EUR", -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tariff("euro", 1, 0, 0));
    }

    private static MoveCost any(SplittableRandom random) {
        return new MoveCost(
                random.nextLong(1L << 40),
                Duration.ofNanos(random.nextLong(1L << 42)),
                Duration.ofNanos(random.nextLong(1L << 33)));
    }
}
