package org.xenopolis.deploy.local.stack;

import java.util.List;
import org.xenopolis.deploy.local.core.PortPlan;

/**
 * What was asked of {@code up}; kept so that the supervisor, {@code status} and the next {@code up} agree.
 *
 * @param hosts how many simulated hosts
 * @param only for tests: the names of the parts to run; empty runs all of them
 */
public record Settings(int hosts, int portBase, List<String> only) {
    public Settings {
        only = List.copyOf(only);
        if (hosts < 0 || hosts > PortPlan.HOSTS_MAX) {
            throw new IllegalArgumentException(
                    "the number of hosts is " + hosts + ", it has to be from 0 to " + PortPlan.HOSTS_MAX);
        }
    }

    public PortPlan ports() {
        return new PortPlan(portBase);
    }
}
