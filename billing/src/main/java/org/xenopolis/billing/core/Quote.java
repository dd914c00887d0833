package org.xenopolis.billing.core;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xenopolis.cluster.Resources;

/**
 * What a guest of that size will cost for that time, by the same rule as its usage lines. Those are rounded one by one,
 * so the invoice may differ by half a micro per line and dimension.
 */
public record Quote(PriceBook book, List<Line> lines) {
    public static final int CPU_PERCENT_MAX = 100;
    public static final Duration DURATION_MAX = Duration.ofDays(3660);

    public record Line(Dimension dimension, BigInteger quantity, String unitLabel, long micros) {}

    /** @param cpuPercent how busy all its vCPUs are expected to be, 0 to 100 */
    public static Quote of(PriceBook book, Resources resources, Duration duration, int cpuPercent) {
        if (duration.isNegative() || duration.compareTo(DURATION_MAX) > 0) {
            throw new IllegalArgumentException("the duration is outside 0 to " + DURATION_MAX.toDays() + " days");
        }
        if (cpuPercent < 0 || cpuPercent > CPU_PERCENT_MAX) {
            throw new IllegalArgumentException("the CPU share is outside 0 to 100 %: " + cpuPercent);
        }
        BigInteger nanos = BigInteger.valueOf(duration.toNanos());
        BigInteger vcpuNanos =
                nanos.multiply(BigInteger.valueOf(resources.vcpus().count()));
        List<Line> lines = new ArrayList<>();
        add(lines, book, Dimension.CPU_USED, share(vcpuNanos, cpuPercent));
        add(lines, book, Dimension.VCPU_RESERVED, vcpuNanos);
        add(
                lines,
                book,
                Dimension.MEMORY_RESERVED,
                nanos.multiply(BigInteger.valueOf(resources.memory().bytes())));
        add(
                lines,
                book,
                Dimension.DISK_RESERVED,
                nanos.multiply(BigInteger.valueOf(resources.disk().bytes())));
        return new Quote(book, List.copyOf(lines));
    }

    public Money total() {
        return new Money(lines.stream().mapToLong(Line::micros).reduce(0, Math::addExact), book.currency());
    }

    private static BigInteger share(BigInteger vcpuNanos, int cpuPercent) {
        return vcpuNanos.multiply(BigInteger.valueOf(cpuPercent)).divide(BigInteger.valueOf(CPU_PERCENT_MAX));
    }

    private static void add(List<Line> lines, PriceBook book, Dimension dimension, BigInteger quantity) {
        Price price = book.price(dimension);
        if (quantity.signum() > 0) {
            long micros = price == null ? 0 : Rating.amount(quantity, price);
            lines.add(new Line(dimension, quantity, book.unitLabel(dimension), micros));
        }
    }
}
