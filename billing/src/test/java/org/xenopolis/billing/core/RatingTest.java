package org.xenopolis.billing.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.DomainState;

class RatingTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7, 3, 0", // nothing costs nothing
        "1, 1, 2, 0", // exactly half: to the even side
        "3, 1, 2, 2", // one and a half: to the even side
        "5, 1, 2, 2",
        "2, 1, 3, 1",
        "1, 1, 3, 0",
        "3600000000000, 20000, 3600000000000, 20000",
        "9223372036854775807, 1, 1, 9223372036854775807"
    })
    void roundsHalfToEven(long quantity, long micros, String per, long expected) {
        assertThat(Rating.amount(new Quantity(quantity, 1), price(micros, per))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithDecimals(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            Quantity quantity = new Quantity(bits(random, 45), bits(random, 43));
            long micros = bits(random, 20);
            BigInteger per = BigInteger.valueOf(bits(random, 62) + 1)
                    .shiftLeft(random.nextInt(0, 30))
                    .add(BigInteger.valueOf(random.nextInt(2)));
            BigDecimal expected = new BigDecimal(quantity.toBigInteger())
                    .multiply(BigDecimal.valueOf(micros))
                    .divide(new BigDecimal(per), 0, RoundingMode.HALF_EVEN);

            if (expected.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                assertThat(BigDecimal.valueOf(Rating.amount(quantity, price(micros, per.toString()))))
                        .isEqualByComparingTo(expected);
            }
        }
    }

    /** Halves are rare by chance, so make them: quantity × micros = (k + 1/2) × per. */
    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithDecimalsOnExactHalves(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long k = random.nextLong(1L << random.nextInt(1, 30));
        long half = random.nextLong(1, 1L << random.nextInt(1, 31));

        long amount = Rating.amount(
                new Quantity(2 * k + 1, half),
                price(1, BigInteger.valueOf(2 * half).toString()));

        assertThat(amount).isEqualTo(k % 2 == 0 ? k : k + 1);
    }

    @Test
    void refusesAnAmountThatPassesSixtyFourBits() {
        assertThatThrownBy(() -> Rating.amount(new Quantity(Long.MAX_VALUE, 2), price(1, "1")))
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2028-02-29T23:30:00Z, 2028-03-01T00:30:00Z", // a leap day
        "2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z", // clocks go back in Europe
        "2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z", // clocks go forward
        "2038-01-19T03:14:07Z, 2038-01-19T03:14:09Z", // the end of 32-bit seconds
        "2026-06-01T12:00:00Z, 2026-06-01T11:00:00Z" // the wall clock was set back by two hours
    })
    void takesDurationsFromTheMonotonicClockOnly(Instant startWall, Instant endWall) {
        PriceBook book = Lines.randomBook(new SplittableRandom(1), 1, Instant.EPOCH);
        long hour = 3_600_000_000_000L;

        Charges labelled = Rating.rate(Lines.usage(1, 0, hour, DomainState.RUNNING, startWall, endWall), book);

        assertThat(labelled).isEqualTo(Rating.rate(Lines.usage(1, 0, hour), book));
    }

    @ParameterizedTest
    @EnumSource(DomainState.class)
    void chargesForWhatIsReservedWhileTheGuestIsThereForItsTenant(DomainState state) {
        PriceBook book = PriceBook.of(
                1,
                new UUID(0, 0),
                Lines.EUR,
                Instant.EPOCH,
                List.of(
                        new Price(Dimension.VCPU_RESERVED, 1, BigInteger.ONE, "vCPU ns"),
                        new Price(Dimension.CPU_USED, 1, BigInteger.ONE, "CPU ns")));

        Charges charges = Rating.rate(Lines.usage(1, 0, 10, state, Lines.JUNE, Lines.JUNE), book);

        boolean there = !List.of(
                        DomainState.BUILDING,
                        DomainState.INCOMING,
                        DomainState.MIGRATED_AWAY,
                        DomainState.DYING,
                        DomainState.GONE)
                .contains(state);
        assertThat(charges.micros(Dimension.VCPU_RESERVED)).isEqualTo(there ? 20 : 0);
        assertThat(charges.micros(Dimension.CPU_USED)).isEqualTo(5);
    }

    /** The one in docs/billing/principles.md. */
    @Test
    void countsTheWorkedExample() {
        BigInteger hour = BigInteger.valueOf(3_600_000_000_000L);
        BigInteger gibHour = hour.shiftLeft(30);
        PriceBook book = PriceBook.of(
                1,
                new UUID(0, 0),
                Lines.EUR,
                Instant.EPOCH,
                List.of(
                        new Price(Dimension.CPU_USED, 20_000, hour, "CPU hour"),
                        new Price(Dimension.MEMORY_RESERVED, 5_000, gibHour, "GiB hour"),
                        new Price(Dimension.DISK_RESERVED, 100, gibHour, "GiB hour")));
        Usage usage = new Usage(
                new Usage.LineId(Lines.HOST, 1),
                Lines.INSTANCE,
                Lines.TENANT,
                1,
                DomainState.RUNNING,
                new Usage.Interval("boot", 0, 10_000_000_000L),
                Lines.JUNE,
                Lines.JUNE,
                new Usage.Amounts(2, 2L << 30, 10L << 30, 3_700_000_000L, 0, 0, 0, 0, 0),
                false);

        Charges charges = Rating.rate(usage, book);

        assertThat(charges.micros(Dimension.CPU_USED)).isEqualTo(21);
        assertThat(charges.micros(Dimension.MEMORY_RESERVED)).isEqualTo(28);
        assertThat(charges.micros(Dimension.DISK_RESERVED)).isEqualTo(3);
        assertThat(charges.totalMicros()).isEqualTo(52);
    }

    private static long bits(SplittableRandom random, int max) {
        return random.nextLong(1L << random.nextInt(1, max));
    }

    private static Price price(long micros, String per) {
        return new Price(Dimension.CPU_USED, micros, new BigInteger(per), "unit");
    }
}
