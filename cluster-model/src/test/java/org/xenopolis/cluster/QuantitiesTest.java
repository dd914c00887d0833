package org.xenopolis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantitiesTest {
    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void addsAndSubtractsExactlyOrNotAtAll(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            long a = random.nextLong() >>> 1 + random.nextInt(60);
            long b = random.nextLong() >>> 1 + random.nextInt(60);
            BigInteger sum = BigInteger.valueOf(a).add(BigInteger.valueOf(b));
            BigInteger difference = BigInteger.valueOf(a).subtract(BigInteger.valueOf(b));
            BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));

            same(sum, () -> new MemorySize(a).plus(new MemorySize(b)), MemorySize::bytes);
            same(difference, () -> new MemorySize(a).minus(new MemorySize(b)), MemorySize::bytes);
            same(product, () -> new MemorySize(a).times(b), MemorySize::bytes);
            same(sum, () -> new DiskSize(a).plus(new DiskSize(b)), DiskSize::bytes);
            same(difference, () -> new DiskSize(a).minus(new DiskSize(b)), DiskSize::bytes);
            same(product, () -> new DiskSize(a).times(b), DiskSize::bytes);
            same(sum, () -> new CpuTime(a).plus(new CpuTime(b)), CpuTime::nanos);
            same(difference, () -> new CpuTime(a).minus(new CpuTime(b)), CpuTime::nanos);
            same(product, () -> new CpuTime(a).times(b), CpuTime::nanos);
        }
    }

    /** The amount is the true one when it is one; otherwise there is an exception and never a wrong amount. */
    private static <T> void same(BigInteger truth, Supplier<T> amount, ToLongFunction<T> value) {
        if (truth.signum() >= 0 && truth.bitLength() < Long.SIZE) {
            assertThat(value.applyAsLong(amount.get())).isEqualTo(truth.longValueExact());
        } else {
            assertThatThrownBy(amount::get).isInstanceOfAny(ArithmeticException.class, IllegalArgumentException.class);
        }
    }

    @Test
    void refusesLessThanNothing() {
        for (LongFunction<Object> of : List.<LongFunction<Object>>of(
                MemorySize::new,
                DiskSize::new,
                CpuTime::new,
                n -> VcpuCount.of((int) n),
                MemorySize::ofMebibytes,
                DiskSize::ofGibibytes,
                CpuTime::ofSeconds)) {
            assertThatIllegalArgumentException().isThrownBy(() -> of.apply(-1));
        }
        assertThatThrownBy(() -> MemorySize.ofGibibytes(1L << 33)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> CpuTime.ofSeconds(1L << 40)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> VcpuCount.of(Integer.MAX_VALUE).plus(VcpuCount.of(1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> VcpuCount.of(1).minus(VcpuCount.of(2)));
    }

    @Test
    void roundsMemoryUpToMebibytes() {
        assertThat(new MemorySize(1).toMebibytes()).isEqualTo(1);
        assertThat(MemorySize.ofMebibytes(7).toMebibytes()).isEqualTo(7);
        assertThat(MemorySize.ofGibibytes(1)).hasToString("1024 MiB").isEqualTo(MemorySize.ofMebibytes(1_024));
        assertThat(new DiskSize(1_000)).hasToString("1000 B");
    }

    @Test
    void boundsAShare() {
        assertThat(Share.DEFAULT).isEqualTo(new Share(256, 0));
        assertThat(Share.DEFAULT.isCapped()).isFalse();
        assertThat(new Share(65_535, 150).isCapped()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(65_536, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(1, -1));
    }

    @Test
    void limitsVcpusByTheOvercommitRoundedDown() {
        assertThat(new HostCapacity(3, 1_500, MemorySize.ZERO, DiskSize.ZERO).vcpus())
                .isEqualTo(VcpuCount.of(4));
        assertThatThrownBy(() -> new HostCapacity(1 << 30, 4_000, MemorySize.ZERO, DiskSize.ZERO))
                .isInstanceOf(ArithmeticException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostCapacity(-1, 1_000, MemorySize.ZERO, DiskSize.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostCapacity(1, -1, MemorySize.ZERO, DiskSize.ZERO));
    }

    @Test
    void fitsOnlyInEveryAmount() {
        Resources two = Resources.of(2, MemorySize.ofMebibytes(2), DiskSize.ofMebibytes(2));

        assertThat(two.fitsIn(two)).isTrue();
        assertThat(two.fitsIn(two.minus(Resources.of(1, MemorySize.ZERO, DiskSize.ZERO))))
                .isFalse();
        assertThat(two.fitsIn(two.minus(Resources.of(0, new MemorySize(1), DiskSize.ZERO))))
                .isFalse();
        assertThat(two.fitsIn(two.minus(Resources.of(0, MemorySize.ZERO, new DiskSize(1)))))
                .isFalse();
        assertThat(Resources.ZERO.minusUpTo(two)).isEqualTo(Resources.ZERO);
        assertThat(two.plus(two).minusUpTo(two)).isEqualTo(two);
    }
}
