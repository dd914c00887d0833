package org.xenopolis.billing.core;

import java.time.Instant;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;

/**
 * What one domain used in one state with one size in one interval, as its host measured it.
 *
 * @param line where it stands in the host's chain
 * @param interval its place on the host's monotonic clock: the only source of durations
 * @param startWall a label, which chooses the price book and nothing else
 * @param endWall a label
 */
public record Usage(
        LineId line,
        InstanceId instance,
        TenantId tenant,
        long instanceEpoch,
        DomainState state,
        Interval interval,
        Instant startWall,
        Instant endWall,
        Amounts amounts,
        boolean last) {

    /** One line of one host's chain. Sequences count 1, 2, 3 … for the life of the host. */
    public record LineId(HostId host, long sequence) implements Comparable<LineId> {
        public LineId {
            if (sequence < 1) {
                throw new IllegalArgumentException("sequences begin at 1: " + sequence);
            }
        }

        @Override
        public int compareTo(LineId other) {
            int byHost = host.compareTo(other.host);
            return byHost != 0 ? byHost : Long.compare(sequence, other.sequence);
        }
    }

    /** Half-open, on the monotonic clock of one boot of one host. */
    public record Interval(String bootId, long startNanos, long endNanos) {
        public static final int BOOT_ID_LENGTH_MAX = 64;

        public Interval {
            if (bootId.isEmpty() || bootId.length() > BOOT_ID_LENGTH_MAX) {
                throw new IllegalArgumentException("not a boot id");
            }
            if (startNanos < 0 || endNanos < startNanos) {
                throw new IllegalArgumentException("not an interval: " + startNanos + " to " + endNanos);
            }
        }

        public long nanos() {
            return endNanos - startNanos;
        }
    }

    /** The counters of a line: sizes held during the interval, and what was used in it. */
    public record Amounts(
            int vcpus,
            long memoryBytes,
            long diskBytes,
            long cpuNanos,
            long diskReadBytes,
            long diskWrittenBytes,
            long diskOperations,
            long networkReceivedBytes,
            long networkSentBytes) {
        public Amounts {
            // Any negative one makes the disjunction negative.
            if ((vcpus
                            | memoryBytes
                            | diskBytes
                            | cpuNanos
                            | diskReadBytes
                            | diskWrittenBytes
                            | diskOperations
                            | networkReceivedBytes
                            | networkSentBytes)
                    < 0) {
                throw new IllegalArgumentException("a counter is negative");
            }
        }
    }

    /**
     * The time for which the sizes of the line are paid: all of it while the guest, or at rest its disk, is there for
     * its tenant. What the cloud needs to build, move or remove a guest is not: the receiving end of a migration is not
     * paid beside the sending one.
     */
    public long reservedNanos() {
        return switch (state) {
            case RUNNING, BLOCKED, PAUSED, SUSPENDED, SHUTDOWN, CRASHED -> interval.nanos();
            case BUILDING, INCOMING, MIGRATED_AWAY, DYING, GONE -> 0;
        };
    }
}
