package org.xenopolis.host.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What any proportional share is held to; the shares themselves are not computed a second time. */
class CreditSchedulerTest {
    private static final long CPU = 1_000_000;

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sharesAreFairAndNothingIsWasted(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int guests = random.nextInt(1, 20);
        long capacity = random.nextInt(1, 17) * CPU;
        long[] wanted = random.longs(guests, 0, 4 * CPU).toArray();
        int[] weights = random.ints(guests, 1, 65_536).toArray();

        long[] given = CreditScheduler.share(capacity, wanted, weights);

        long total = LongStream.of(given).sum();
        // Each share is rounded down by less than one millionth of a CPU.
        assertThat(total)
                .isLessThanOrEqualTo(capacity)
                .isGreaterThan(Math.min(capacity, LongStream.of(wanted).sum()) - guests - 1);
        for (int i = 0; i < guests; i++) {
            assertThat(given[i]).isBetween(0L, wanted[i]);
            for (int other = 0; other < guests; other++) {
                if (given[i] < wanted[i]) {
                    // One that wants more has, for its weight, no less than anybody else.
                    assertThat((given[i] + 1.0) / weights[i])
                            .isGreaterThanOrEqualTo((given[other] - 1.0) / weights[other] * 0.999);
                }
            }
        }
    }

    @Test
    void nobodyIsNobody() {
        assertThat(CreditScheduler.share(CPU, new long[0], new int[0])).isEmpty();
    }
}
