package org.xenopolis.billing.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xenopolis.billing.core.FundsLevel.OK;
import static org.xenopolis.billing.core.FundsLevel.REFUSE_NEW;
import static org.xenopolis.billing.core.FundsLevel.SUSPEND;
import static org.xenopolis.billing.core.FundsLevel.WARN;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FundsTest {
    private static final long HOURLY = 1_000;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @CsvSource({
        "24000, OK", // exactly 24 hours is enough
        "23999, WARN",
        "1000, WARN",
        "999, REFUSE_NEW",
        "1, REFUSE_NEW",
        "0, SUSPEND",
        "-1, SUSPEND"
    })
    void worsensAtOnce(long balance, FundsLevel expected) {
        assertThat(new Funds(balance, 0, HOURLY).levelAfter(OK)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "WARN, 29999, WARN", // above 24 hours, below 30
        "WARN, 30000, OK",
        "REFUSE_NEW, 1499, REFUSE_NEW",
        "REFUSE_NEW, 1500, WARN",
        "REFUSE_NEW, 30000, OK",
        "SUSPEND, 1, REFUSE_NEW",
        "SUSPEND, 30000, OK"
    })
    void bettersOnlyPastTheStricterThreshold(FundsLevel before, long balance, FundsLevel expected) {
        assertThat(new Funds(balance, 0, HOURLY).levelAfter(before)).isEqualTo(expected);
    }

    @Test
    void refusesNewThingsInAnEmptyAccountAndSuspendsOnlyWhereSomethingIsSpent() {
        assertThat(new Funds(0, 0, 0).levelAfter(OK)).isEqualTo(REFUSE_NEW);
        assertThat(new Funds(0, 0, 1).levelAfter(OK)).isEqualTo(SUSPEND);
        assertThat(new Funds(1, 0, 0).levelAfter(REFUSE_NEW)).isEqualTo(OK);
    }

    @Test
    void refusesNewThingsWhenMoreIsHeldThanThereIs() {
        assertThat(new Funds(100, 101, 0).levelAfter(OK)).isEqualTo(REFUSE_NEW);
        assertThat(new Funds(100, 100, 0).levelAfter(OK)).isEqualTo(OK);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void staysWhereItIsWhenNothingChanges(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            Funds funds = new Funds(random.nextLong(-1_000, 40_000), random.nextLong(3_000), random.nextLong(2_000));
            FundsLevel once = funds.levelAfter(FundsLevel.values()[random.nextInt(4)]);

            assertThat(funds.levelAfter(once)).isEqualTo(once);
            // Whatever was before, a better level than the plain threshold gives is never reached.
            assertThat(once).isGreaterThanOrEqualTo(funds.levelAfter(OK));
        }
    }

    @Test
    void doesNotFlipAroundAThreshold() {
        FundsLevel level = OK;
        int changes = 0;
        for (int i = 0; i < 100; i++) {
            FundsLevel next = new Funds(i % 2 == 0 ? 23_990 : 24_010, 0, HOURLY).levelAfter(level);
            changes += next == level ? 0 : 1;
            level = next;
        }
        assertThat(changes).isEqualTo(1);
        assertThat(level).isEqualTo(WARN);
    }
}
