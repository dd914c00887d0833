package org.xenopolis.billing.usage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.xenopolis.billing.core.ProvenLine;
import org.xenopolis.billing.core.Usage;
import org.xenopolis.billing.core.UsageChain;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;

/** Reads what a usage line says. */
public final class UsageBodies {
    private UsageBodies() {}

    /** @throws IllegalArgumentException when it says nothing that makes sense */
    static ProvenLine line(UsageLine line) {
        return new ProvenLine(
                parse(line.getBody()),
                new UsageChain.Link(
                        line.getPreviousHash().toByteArray(),
                        line.getBody().toByteArray(),
                        line.getHash().toByteArray()));
    }

    /** @throws IllegalArgumentException when it says nothing that makes sense */
    public static Usage parse(ByteString body) {
        try {
            return usage(UsageBody.parseFrom(body));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a usage body is no UsageBody", e);
        }
    }

    private static Usage usage(UsageBody body) {
        return new Usage(
                new Usage.LineId(HostId.of(body.getHostId()), body.getSequence()),
                InstanceId.of(body.getInstanceId()),
                TenantId.of(body.getTenantId()),
                body.getInstanceEpoch(),
                DomainState.valueOf(body.getState()),
                new Usage.Interval(body.getBootId(), body.getStartMonotonicNanos(), body.getEndMonotonicNanos()),
                instant(body.getStartWall()),
                instant(body.getEndWall()),
                amounts(body),
                body.getLast());
    }

    private static Usage.Amounts amounts(UsageBody body) {
        return new Usage.Amounts(
                body.getVcpus(),
                body.getMemoryBytes(),
                body.getDiskBytes(),
                body.getCpuNanos(),
                body.getDiskReadBytes(),
                body.getDiskWriteBytes(),
                body.getDiskOperations(),
                body.getNetworkReceivedBytes(),
                body.getNetworkSentBytes());
    }

    private static Instant instant(Timestamp time) {
        // The range of google.protobuf.Timestamp, which PostgreSQL can hold.
        if (time.getSeconds() < -62_135_596_800L || time.getSeconds() > 253_402_300_799L) {
            throw new IllegalArgumentException("not a time: " + time.getSeconds() + " s");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
