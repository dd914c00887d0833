package org.xenopolis.cluster.invariants;

import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;

/** One domain from its making to its end; all four parts, because domids are used again and so are instances. */
record DomainLife(HostId host, String bootId, int domid, InstanceId instance) {
    @Override
    public String toString() {
        return "instance " + instance + " (host " + host + ", boot " + bootId + ", domid " + domid + ")";
    }
}
