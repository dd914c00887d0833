package org.xenopolis.billing.core;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** How fast money is spent, from what the last minutes cost. */
public final class BurnRate {
    /** Longer than the longest interval after which a host closes its lines. */
    public static final Duration WINDOW = Duration.ofMinutes(15);

    private BurnRate() {}

    /**
     * @param spentByMinute micros of the lines that ended in each minute, keyed by its start
     * @return micros per hour over the part of the window since spending began, at least one minute
     */
    public static long perHour(Map<Instant, Long> spentByMinute, Instant now) {
        Instant from = now.minus(WINDOW);
        BigInteger spent = BigInteger.ZERO;
        Optional<Instant> first = Optional.empty();
        for (var minute : spentByMinute.entrySet()) {
            Instant start = minute.getKey();
            if (start.isAfter(from) && !start.isAfter(now)) {
                spent = spent.add(BigInteger.valueOf(minute.getValue()));
                first = first.isEmpty() || start.isBefore(first.get()) ? Optional.of(start) : first;
            }
        }
        if (first.isEmpty()) {
            return 0;
        }
        long covered = Math.max(60, first.get().until(now, ChronoUnit.SECONDS));
        return spent.multiply(BigInteger.valueOf(3600))
                .divide(BigInteger.valueOf(covered))
                .longValueExact();
    }
}
