package org.xenopolis.host.xen;

import java.util.function.LongSupplier;

/**
 * The host's clock as seen from here. On the host itself both are CLOCK_MONOTONIC and the difference is nothing; from afar
 * it is learned from each look, which was certainly taken between question and answer. So no reading is ever newer
 * than now.
 */
final class HostClock {
    private final LongSupplier here;
    private boolean known;
    private long ahead;
    private long latest = Long.MIN_VALUE;

    HostClock(LongSupplier here) {
        this.here = here;
    }

    long hereNanos() {
        return here.getAsLong();
    }

    /** A look at {@code hostNanos} of the host was asked for and answered at those moments of this machine. */
    synchronized void learn(long askedNanos, long hostNanos, long answeredNanos) {
        long most = hostNanos - askedNanos;
        long least = hostNanos - answeredNanos;
        ahead = known ? Math.clamp(ahead, least, most) : least + (most - least) / 2;
        known = true;
    }

    synchronized long nowNanos() {
        latest = Math.max(latest, here.getAsLong() + ahead);
        return latest;
    }
}
