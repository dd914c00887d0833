package org.xenopolis.host.driver;

import java.util.List;
import java.util.Set;
import org.xenopolis.cluster.InstanceId;

/**
 * What is on a host.
 *
 * @param disks whose they are
 * @param domains every one but dom0
 */
public record Presence(Set<InstanceId> disks, List<Domain> domains) {
    public Presence {
        disks = Set.copyOf(disks);
        domains = List.copyOf(domains);
    }
}
