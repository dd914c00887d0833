package org.xenopolis.scheduler.hosts;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.xenopolis.cluster.HostId;

/**
 * When each host's lease ends, on this process's monotonic clock.
 *
 * <p>What other replicas granted is learnt from the count of renewals in the store and counted from the moment at which
 * it was seen, which is later than the grant. A host that this process has not heard of yet is taken to have been
 * granted its lease when the process started. So the end concluded here is never before the agent's own.
 */
final class LeaseTable {
    private record Seen(long renewals, long sinceNanos) {}

    private final LongSupplier monotonicNanos;
    private final long lifeNanos;
    private final long marginNanos;
    private final long startNanos;
    private final Map<HostId, Seen> seen = new ConcurrentHashMap<>();

    LeaseTable(LongSupplier monotonicNanos, Duration life, Duration margin) {
        this.monotonicNanos = monotonicNanos;
        this.lifeNanos = life.toNanos();
        this.marginNanos = margin.toNanos();
        this.startNanos = monotonicNanos.getAsLong();
    }

    /** A grant, by this process or by another: a higher count than the last one seen. */
    void renewed(HostId host, long renewals) {
        long now = monotonicNanos.getAsLong();
        seen.merge(host, new Seen(renewals, now), (old, fresh) -> fresh.renewals() > old.renewals() ? fresh : old);
    }

    /** Whether the lease is over here; the agent's own clock may still give it some of the margin. */
    boolean lapsed(HostId host) {
        return age(host) > lifeNanos;
    }

    /** Whether the lease is over on every clock: the agent has fenced what it had promised to fence. */
    boolean over(HostId host) {
        return age(host) > lifeNanos + marginNanos;
    }

    private long age(HostId host) {
        Seen last = seen.get(host);
        return monotonicNanos.getAsLong() - (last == null ? startNanos : last.sinceNanos());
    }
}
