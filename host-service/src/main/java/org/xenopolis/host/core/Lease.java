package org.xenopolis.host.core;

import org.xenopolis.cluster.Epoch;

/**
 * A host's right to be commanded, on its own monotonic clock. It counts from the moment at which the request was sent,
 * so that it ends here before it ends at the scheduler, which counts from the grant.
 */
public record Lease(Epoch epoch, long sentNanos, long durationNanos) {
    public Lease {
        if (durationNanos <= 0) {
            throw new IllegalArgumentException("a lease of " + durationNanos + " ns");
        }
    }

    public long untilNanos() {
        return sentNanos + durationNanos;
    }

    public boolean isValidAt(long nowNanos) {
        return nowNanos - untilNanos() < 0;
    }

    /** When to ask for the next one: two more attempts fit before the end. */
    public long renewAtNanos() {
        return sentNanos + durationNanos / 3;
    }
}
