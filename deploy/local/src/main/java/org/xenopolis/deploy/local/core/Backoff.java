package org.xenopolis.deploy.local.core;

import java.time.Duration;

/**
 * How long to wait before a part is started again: doubled with each failure in a row, up to a limit.
 *
 * @param failures in a row so far
 */
public record Backoff(int failures) {
    public static final Backoff NONE = new Backoff(0);

    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration MAX = Duration.ofSeconds(30);
    static final Duration STABLE = Duration.ofMinutes(1);

    private static final int DOUBLINGS_MAX = 10;

    /** The part ended; a long enough life before that forgives what was earlier. */
    public Backoff afterFailure(Duration lived) {
        return new Backoff(lived.compareTo(STABLE) >= 0 ? 1 : failures + 1);
    }

    public Duration delay() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        return doubled.compareTo(MAX) < 0 ? doubled : MAX;
    }
}
