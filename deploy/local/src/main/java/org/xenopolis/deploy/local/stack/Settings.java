package org.xenopolis.deploy.local.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.core.LabHosts;
import org.xenopolis.deploy.local.core.PortPlan;
import org.xenopolis.deploy.local.core.SimulatedHosts;

/**
 * What was asked of {@code up}; kept so that the supervisor, {@code status} and the next {@code up} agree.
 *
 * @param hosts how many simulated hosts
 * @param lab the real hosts that the stack works with instead of simulated ones
 * @param only for tests: the names of the parts to run; empty runs all of them
 */
public record Settings(int hosts, int portBase, @Nullable LabHosts lab, List<String> only) {
    public Settings {
        only = List.copyOf(only);
        if (hosts < 0 || hosts > PortPlan.HOSTS_MAX) {
            throw new IllegalArgumentException(
                    "the number of hosts is " + hosts + ", it has to be from 0 to " + PortPlan.HOSTS_MAX);
        }
    }

    public static Settings simulated(int hosts, int portBase, List<String> only) {
        return new Settings(hosts, portBase, null, only);
    }

    public static Settings real(LabHosts lab, int portBase) {
        return new Settings(0, portBase, lab, List.of());
    }

    /** Every host has a certificate. */
    public List<UUID> hostIds() {
        List<UUID> ids = new ArrayList<>(SimulatedHosts.ids(hosts));
        if (lab != null) {
            ids.addAll(lab.ids());
        }
        return ids;
    }

    /** Where services are reached by each other and by agents. */
    public String address() {
        return lab == null ? "127.0.0.1" : lab.machine();
    }

    public PortPlan ports() {
        return new PortPlan(portBase);
    }
}
