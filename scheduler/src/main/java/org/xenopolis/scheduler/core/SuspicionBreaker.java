package org.xenopolis.scheduler.core;

import java.time.Duration;
import java.util.Collection;

/**
 * When many hosts seem to fail at once, it is more likely that the one who looks has failed: a switch, a clock, a bug.
 * Healing then makes it worse (see HAZARDS F), so it stops.
 */
public final class SuspicionBreaker {
    static final Duration WINDOW = Duration.ofMinutes(5);
    static final int FEW = 2;
    static final int SHARE_MAX_PERCENT = 10;

    /**
     * @param suspectSinceNanos when each host that is suspect now became so, on the monotonic clock
     * @param hosts all hosts in service
     */
    public boolean isOpen(Collection<Long> suspectSinceNanos, int hosts, long nowNanos) {
        long recent = suspectSinceNanos.stream()
                .filter(since -> nowNanos - since <= WINDOW.toNanos())
                .count();
        return recent > FEW && recent * 100 > (long) hosts * SHARE_MAX_PERCENT;
    }
}
