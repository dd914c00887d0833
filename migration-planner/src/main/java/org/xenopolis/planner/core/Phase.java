package org.xenopolis.planner.core;

import java.util.List;
import org.xenopolis.cluster.HostId;

/**
 * A part of a plan after which somebody has to say that it goes on.
 *
 * @param hosts that are empty at its end
 */
public record Phase(int number, List<HostId> hosts, String sentence) {
    public Phase {
        hosts = List.copyOf(hosts);
    }
}
