package org.xenopolis.host.agent;

import java.util.HashSet;
import java.util.Set;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.Presence;

/**
 * Instances as the agent's rounds see them on the host.
 *
 * @param any of which a domain or a disk is here
 * @param arriving whose domain a migration brings, or has brought
 */
record Here(Set<String> any, Set<String> arriving) {
    static Here of(Presence presence) {
        Set<String> any = new HashSet<>();
        Set<String> arriving = new HashSet<>();
        presence.disks().forEach(instance -> any.add(instance.toString()));
        for (Domain domain : presence.domains()) {
            domain.name().instance().ifPresent(instance -> {
                any.add(instance.toString());
                if (domain.reading().state() == DomainState.INCOMING) {
                    arriving.add(instance.toString());
                }
            });
        }
        return new Here(any, arriving);
    }
}
