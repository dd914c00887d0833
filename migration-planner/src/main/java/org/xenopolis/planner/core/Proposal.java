package org.xenopolis.planner.core;

import java.time.Duration;
import java.util.List;

/**
 * What a planner proposes; it may be empty, and the summary then says why.
 *
 * @param makespan how long the steps are expected to take when those run together that may, all phases added up
 * @param busiestNic the time for which the busiest network card is needed: no schedule is shorter
 */
public record Proposal(
        List<Step> steps,
        List<Phase> phases,
        List<HostChange> hosts,
        List<Stuck> stuck,
        String summary,
        Benefit benefit,
        Duration makespan,
        Duration busiestNic) {
    public Proposal {
        steps = List.copyOf(steps);
        phases = List.copyOf(phases);
        hosts = List.copyOf(hosts);
        stuck = List.copyOf(stuck);
    }
}
