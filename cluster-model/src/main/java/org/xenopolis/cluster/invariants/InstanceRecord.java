package org.xenopolis.cluster.invariants;

import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;

/**
 * What the control plane believes of one instance.
 *
 * @param host where it believes the instance is; empty when it holds no place
 * @param leases the addresses, disks and other things it believes the instance has
 */
public record InstanceRecord(
        InstanceId instance, InstanceState state, Optional<HostId> host, Epoch epoch, Set<String> leases) {
    public InstanceRecord {
        leases = Set.copyOf(leases);
    }
}
