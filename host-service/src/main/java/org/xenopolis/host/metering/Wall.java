package org.xenopolis.host.metering;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Puts wall time labels on moments of the monotonic clock. */
public record Wall(Clock clock, LongSupplier monotonicNanos) {
    /** Since 1970. */
    public long nanosAt(long atMonotonicNanos) {
        Instant now = clock.instant();
        long wall = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return wall - (monotonicNanos.getAsLong() - atMonotonicNanos);
    }
}
