package org.xenopolis.scheduler.hosts;

import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.RejectionReason;
import org.xenopolis.contracts.hosts.RejectionCount;
import org.xenopolis.contracts.hosts.WhatIfResponse;
import org.xenopolis.scheduler.core.PlacementOutcome;

/** Placement answers in the words of the contract. */
final class Rejections {
    private Rejections() {}

    static WhatIfResponse answer(PlacementOutcome outcome) {
        return switch (outcome) {
            case PlacementOutcome.Placed placed ->
                WhatIfResponse.newBuilder()
                        .setHostId(placed.host().toString())
                        .setHostsConsidered(placed.hostsConsidered())
                        .build();
            case PlacementOutcome.Rejected rejected ->
                WhatIfResponse.newBuilder()
                        .addAllRejections(counts(rejected.hostsByReason()))
                        .setHostsConsidered(rejected.hostsConsidered())
                        .build();
        };
    }

    static List<RejectionCount> counts(Map<RejectionReason, Integer> hostsByReason) {
        return hostsByReason.entrySet().stream()
                .map(entry -> RejectionCount.newBuilder()
                        .setReason(entry.getKey().name())
                        .setHosts(entry.getValue())
                        .setSentence(entry.getKey().sentence())
                        .build())
                .toList();
    }
}
