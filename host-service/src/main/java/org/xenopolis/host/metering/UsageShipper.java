package org.xenopolis.host.metering;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.JournalRecord;

/**
 * Sends one host's closed lines in order, one batch at a time. A line is durable here before it leaves, and stays until
 * the broker has confirmed it; a batch sent twice carries the same lines under the same sequence numbers.
 */
public final class UsageShipper {
    private static final Logger LOG = Logger.getLogger(UsageShipper.class);
    private static final int LINES_MAX = 500;

    private final HostId host;
    private final Journal journal;
    private final HostKey key;
    private final UsagePublisher publisher;
    private final AtomicBoolean underWay = new AtomicBoolean();

    public UsageShipper(HostId host, Journal journal, HostKey key, UsagePublisher publisher) {
        this.host = host;
        this.journal = journal;
        this.key = key;
        this.publisher = publisher;
    }

    /** Starts sending what is there, unless a batch is under way; returns before it has arrived. */
    public void ship() {
        if (!underWay.compareAndSet(false, true)) {
            return;
        }
        boolean started = false;
        try {
            List<UsageLine> lines = journal.read(state -> state.unshipped(LINES_MAX));
            if (!lines.isEmpty()) {
                journal.sync();
                started = true;
                send(lines);
            }
        } finally {
            if (!started) {
                underWay.set(false);
            }
        }
    }

    private void send(List<UsageLine> lines) {
        long last = sequence(lines.getLast());
        UsageBatch batch = UsageBatch.newBuilder()
                .setHostId(host.toString())
                .addAllLines(lines)
                .setSignature(
                        ByteString.copyFrom(key.sign(lines.getLast().getHash().toByteArray())))
                .build();
        publisher
                .publish(host, host + ":" + last, batch)
                .whenComplete((done, failure) -> Thread.startVirtualThread(() -> answered(last, failure)));
    }

    private void answered(long last, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                journal.step(state ->
                        JournalRecord.newBuilder().setShippedThrough(last).build());
            } else {
                // The next tick tries again.
                LOG.debugf(failure, "usage lines of host %s up to %d are kept", host, last);
            }
        } finally {
            underWay.set(false);
        }
        if (failure == null && journal.read(state -> state.hasUnshipped())) {
            ship();
        }
    }

    private static long sequence(UsageLine line) {
        try {
            return UsageBody.parseFrom(line.getBody()).getSequence();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a usage line without a body", e);
        }
    }
}
