package org.xenopolis.planner.core;

import java.util.List;

/** What a planner proposes; it may be empty, and the summary then says why. */
public record Proposal(List<Step> steps, List<HostChange> hosts, List<Stuck> stuck, String summary) {
    public Proposal {
        steps = List.copyOf(steps);
        hosts = List.copyOf(hosts);
        stuck = List.copyOf(stuck);
    }
}
