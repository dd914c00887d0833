package org.xenopolis.scheduler.hosts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostState;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.hosts.RenewLeaseRequest;

/**
 * One grant of a lease, about to be written.
 *
 * @param reported whether the load is due to be kept and told
 * @param newKey the agent's public key when it is another one than before
 */
record Renewal(
        HostRecord known,
        RenewLeaseRequest request,
        long epoch,
        long renewals,
        HostState state,
        HostReported report,
        boolean reported,
        byte @Nullable [] newKey,
        Duration life) {

    boolean stateChanges() {
        return state != known.state();
    }

    /** Whether commands to the host have to look different from now on. */
    boolean changesCommands() {
        return stateChanges() || epoch != known.lease().epoch();
    }

    boolean factsChange() {
        return !request.getFacts().equals(known.facts());
    }
}
