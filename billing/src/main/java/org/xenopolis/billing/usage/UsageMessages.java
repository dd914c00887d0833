package org.xenopolis.billing.usage;

import java.util.HexFormat;
import org.xenopolis.billing.calls.Requests;
import org.xenopolis.billing.core.Usage;
import org.xenopolis.contracts.billing.RatedLine;

/** What a host says in a line, as it is shown. */
final class UsageMessages {
    private UsageMessages() {}

    /** Without what billing adds: an id, a price book, a price. */
    static RatedLine.Builder of(Usage usage, byte[] hash) {
        Usage.Amounts amounts = usage.amounts();
        return RatedLine.newBuilder()
                .setInstanceId(usage.instance().toString())
                .setInstanceEpoch(usage.instanceEpoch())
                .setHostId(usage.line().host().toString())
                .setSequence(usage.line().sequence())
                .setState(usage.state().name())
                .setStartWall(Requests.timestamp(usage.startWall()))
                .setEndWall(Requests.timestamp(usage.endWall()))
                .setDurationNanos(usage.interval().nanos())
                .setCpuNanos(amounts.cpuNanos())
                .setVcpus(amounts.vcpus())
                .setMemoryBytes(amounts.memoryBytes())
                .setDiskBytes(amounts.diskBytes())
                .setDiskReadBytes(amounts.diskReadBytes())
                .setDiskWriteBytes(amounts.diskWrittenBytes())
                .setDiskOperations(amounts.diskOperations())
                .setNetworkReceivedBytes(amounts.networkReceivedBytes())
                .setNetworkSentBytes(amounts.networkSentBytes())
                .setHashHex(HexFormat.of().formatHex(hash));
    }
}
