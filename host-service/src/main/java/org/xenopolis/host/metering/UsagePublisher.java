package org.xenopolis.host.metering;

import java.util.concurrent.CompletionStage;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.usage.UsageBatch;

/** Where closed lines go. */
public interface UsagePublisher {
    /** @param eventId of the batch; completes when the broker keeps it */
    CompletionStage<Void> publish(HostId host, String eventId, UsageBatch batch);
}
