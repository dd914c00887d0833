package org.xenopolis.cluster.invariants;

import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;

/** A domain in a host's complete inventory. */
public record SeenDomain(HostId host, int domid, InstanceId instance, Epoch epoch, DomainState state) {
    @Override
    public String toString() {
        return state + " domain " + domid + " of instance " + instance + ", epoch " + epoch + ", on host " + host;
    }
}
