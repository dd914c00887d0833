package org.xenopolis.scheduler.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.RejectionReason;

/** The answer to "where should this instance run?". */
public sealed interface PlacementOutcome {
    record Placed(HostId host, int hostsConsidered) implements PlacementOutcome {}

    /** No host can take it; for each reason, how many hosts it ruled out. One host may have several reasons. */
    record Rejected(Map<RejectionReason, Integer> hostsByReason, int hostsConsidered) implements PlacementOutcome {
        public Rejected {
            Map<RejectionReason, Integer> ordered = new EnumMap<>(RejectionReason.class);
            ordered.putAll(hostsByReason);
            hostsByReason = Collections.unmodifiableMap(ordered);
        }
    }
}
