package org.xenopolis.gateway.money;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.billing.RatedLine;
import org.xenopolis.gateway.peers.Words;

/** What was used in one interval, and what it cost. @param hostId for operators only */
public record UsageView(
        String id,
        String instanceId,
        @Nullable String hostId,
        long sequence,
        String state,
        @Nullable Instant start,
        @Nullable Instant end,
        long durationNanos,
        long cpuNanos,
        int vcpus,
        long memoryBytes,
        long diskBytes,
        long diskReadBytes,
        long diskWriteBytes,
        long diskOperations,
        long networkReceivedBytes,
        long networkSentBytes,
        int priceBookVersion,
        long micros,
        String hash) {
    public static UsageView ofTenant(RatedLine line) {
        return of(line, null);
    }

    public static UsageView ofOperator(RatedLine line) {
        return of(line, line.getHostId());
    }

    private static UsageView of(RatedLine line, @Nullable String host) {
        return new UsageView(
                line.getId(),
                line.getInstanceId(),
                host,
                line.getSequence(),
                line.getState(),
                Words.time(line.hasStartWall(), line.getStartWall()),
                Words.time(line.hasEndWall(), line.getEndWall()),
                line.getDurationNanos(),
                line.getCpuNanos(),
                line.getVcpus(),
                line.getMemoryBytes(),
                line.getDiskBytes(),
                line.getDiskReadBytes(),
                line.getDiskWriteBytes(),
                line.getDiskOperations(),
                line.getNetworkReceivedBytes(),
                line.getNetworkSentBytes(),
                line.getPriceBookVersion(),
                line.getMicros(),
                line.getHashHex());
    }
}
