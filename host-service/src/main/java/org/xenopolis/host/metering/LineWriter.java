package org.xenopolis.host.metering;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.core.HashChain;
import org.xenopolis.host.core.MeterPoint;
import org.xenopolis.host.journal.JournalState;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.OpenLineRecord;

/** Closes and opens usage lines within one step of the journal; each instance at most once in a step. */
final class LineWriter {
    private static final long SECOND = 1_000_000_000L;

    private final HostId host;
    private final JournalRecord.Builder into;
    private final Wall wall;
    private final long leaseEpoch;
    private long sequence;
    private byte[] hash;

    LineWriter(HostId host, JournalState state, JournalRecord.Builder into, Wall wall) {
        this.host = host;
        this.into = into;
        this.wall = wall;
        this.leaseEpoch = state.lease().getEpoch();
        this.sequence = state.sequence();
        this.hash = state.lastHash();
    }

    /** The line ended there, and the instance has no other. */
    void end(OpenLineRecord line, MeterPoint end) {
        emit(line, end, true);
        into.addClosedInstances(line.getInstanceId());
    }

    /** The line ended there, and this one goes on. */
    void turn(OpenLineRecord line, MeterPoint end, OpenLineRecord next, boolean last) {
        emit(line, end, last);
        into.addOpened(next);
    }

    /**
     * The domain stands still from there on, and either goes on here or has left: what it used before is kept open until
     * that is known.
     */
    void hold(OpenLineRecord line, MeterPoint end, OpenLineRecord still) {
        into.addOpened(
                line.hasHeld()
                        ? still.toBuilder().setHeld(line.getHeld()).setHeldUntilNanos(line.getHeldUntilNanos())
                        : still.toBuilder().setHeld(line).setHeldUntilNanos(end.atNanos()));
    }

    void open(OpenLineRecord line) {
        into.addOpened(line);
    }

    /** Whether time in this line is the tenant's: it had memory to run in, or kept a disk. */
    static boolean isBilled(OpenLineRecord line) {
        if (line.getDomid() == 0) {
            return true;
        }
        return switch (DomainState.valueOf(line.getState())) {
            case RUNNING, BLOCKED, PAUSED -> true;
            default -> false;
        };
    }

    private void emit(OpenLineRecord line, MeterPoint end, boolean last) {
        if (line.hasHeld()) {
            // It has used nothing since.
            emit(
                    line.getHeld(),
                    new MeterPoint(line.getHeldUntilNanos(), start(line).counters()),
                    last);
        }
        MeterPoint start = start(line);
        if (!isBilled(line) || (start.atNanos() == end.atNanos() && !last)) {
            return;
        }
        Counters used = start.usedUntil(end);
        UsageBody body = UsageBody.newBuilder()
                .setHostId(host.toString())
                .setBootId(line.getBootId())
                .setLeaseEpoch(leaseEpoch)
                .setSequence(++sequence)
                .setInstanceId(line.getInstanceId())
                .setInstanceEpoch(line.getEpoch())
                .setTenantId(line.getTenantId())
                .setState(line.getState())
                .setStartMonotonicNanos(start.atNanos())
                .setEndMonotonicNanos(end.atNanos())
                .setStartWall(timestamp(line.getStartWallNanos()))
                .setEndWall(timestamp(wall.nanosAt(end.atNanos())))
                .setVcpus(line.getVcpus())
                .setMemoryBytes(line.getMemoryBytes())
                .setDiskBytes(line.getDiskBytes())
                .setCpuNanos(used.cpuNanos())
                .setDiskReadBytes(used.diskReadBytes())
                .setDiskWriteBytes(used.diskWriteBytes())
                .setDiskOperations(used.diskOperations())
                .setNetworkReceivedBytes(used.networkReceivedBytes())
                .setNetworkSentBytes(used.networkSentBytes())
                .setLast(last)
                .setDomid(line.getDomid())
                .build();
        byte[] previous = hash;
        byte[] bytes = body.toByteArray();
        hash = HashChain.next(previous, bytes);
        into.addClosed(UsageLine.newBuilder()
                .setBody(ByteString.copyFrom(bytes))
                .setPreviousHash(ByteString.copyFrom(previous))
                .setHash(ByteString.copyFrom(hash))
                .build()
                .toByteString());
    }

    static MeterPoint start(OpenLineRecord line) {
        return new MeterPoint(
                line.getStartMonotonicNanos(),
                new Counters(
                        line.getCpuNanos(),
                        line.getDiskReadBytes(),
                        line.getDiskWriteBytes(),
                        line.getDiskOperations(),
                        line.getNetworkReceivedBytes(),
                        line.getNetworkSentBytes()));
    }

    /** The same line from that point on. */
    OpenLineRecord from(OpenLineRecord.Builder line, MeterPoint point) {
        Counters counters = point.counters();
        return line.clearHeld()
                .clearHeldUntilNanos()
                .setStartMonotonicNanos(point.atNanos())
                .setStartWallNanos(wall.nanosAt(point.atNanos()))
                .setCpuNanos(counters.cpuNanos())
                .setDiskReadBytes(counters.diskReadBytes())
                .setDiskWriteBytes(counters.diskWriteBytes())
                .setDiskOperations(counters.diskOperations())
                .setNetworkReceivedBytes(counters.networkReceivedBytes())
                .setNetworkSentBytes(counters.networkSentBytes())
                .build();
    }

    private static Timestamp timestamp(long nanos) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(nanos, SECOND))
                .setNanos((int) Math.floorMod(nanos, SECOND))
                .build();
    }
}
