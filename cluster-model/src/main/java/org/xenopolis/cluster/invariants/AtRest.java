package org.xenopolis.cluster.invariants;

import java.util.List;
import org.xenopolis.cluster.Allocation;

/** Everything that has to agree once no operation is under way and every host has sent a complete inventory. */
public record AtRest(
        List<SeenDomain> domains,
        List<InstanceRecord> records,
        List<Allocation> allocations,
        List<ResourceLease> leases) {
    public AtRest {
        domains = List.copyOf(domains);
        records = List.copyOf(records);
        allocations = List.copyOf(allocations);
        leases = List.copyOf(leases);
    }
}
