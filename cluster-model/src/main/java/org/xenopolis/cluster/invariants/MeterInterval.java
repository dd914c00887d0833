package org.xenopolis.cluster.invariants;

import org.xenopolis.cluster.CpuTime;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;

/**
 * A stretch of time that is billed for one domain, on the monotonic clock of its host: from, inclusive, to, exclusive.
 *
 * @param cpu used within the interval
 */
public record MeterInterval(
        HostId host, String bootId, int domid, InstanceId instance, long fromNanos, long toNanos, CpuTime cpu) {
    public MeterInterval {
        if (toNanos < fromNanos) {
            throw new IllegalArgumentException("ends before it begins: " + fromNanos + " to " + toNanos);
        }
    }
}
