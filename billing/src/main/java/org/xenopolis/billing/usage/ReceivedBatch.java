package org.xenopolis.billing.usage;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.xenopolis.billing.core.ProvenLine;
import org.xenopolis.billing.core.UsageChain;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageLine;

/** A batch whose lines make sense and follow each other; whether its host signed it is still to be seen. */
record ReceivedBatch(HostId host, UsageBatch message, List<ProvenLine> lines) {
    static final int LINES_MAX = 10_000;

    /** Fails with a problem of kind INVALID when no such batch can ever be taken. */
    static ReceivedBatch of(UsageBatch message) {
        try {
            return parse(message);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-usage-batch", "A usage batch makes no sense: " + e.getMessage())
                    .because(e);
        }
    }

    private static ReceivedBatch parse(UsageBatch message) {
        HostId host = HostId.of(message.getHostId());
        if (message.getLinesCount() == 0 || message.getLinesCount() > LINES_MAX) {
            throw new IllegalArgumentException(message.getLinesCount() + " lines");
        }
        List<ProvenLine> lines = new ArrayList<>(message.getLinesCount());
        for (UsageLine raw : message.getLinesList()) {
            ProvenLine line = UsageBodies.line(raw);
            if (!line.id().host().equals(host)) {
                throw new IllegalArgumentException("a line of host " + line.id().host() + " in a batch of " + host);
            }
            if (!lines.isEmpty() && line.id().sequence() != lines.getLast().id().sequence() + 1) {
                throw new IllegalArgumentException("the sequence is broken inside the batch");
            }
            lines.add(line);
        }
        if (!UsageChain.holds(lines.stream().map(ProvenLine::link).toList())) {
            throw new IllegalArgumentException("the hash chain is broken inside the batch");
        }
        return new ReceivedBatch(host, message, lines);
    }

    boolean isSignedBy(Collection<PublicKey> keys) {
        return UsageChain.isSigned(
                lines.getLast().link().hash(), message.getSignature().toByteArray(), keys);
    }
}
