package org.xenopolis.host.agent;

import io.grpc.Channel;
import org.xenopolis.cluster.HostId;

/** The way to other agents, with this host's identity. */
@FunctionalInterface
public interface HostChannels {
    /** @param address host:port */
    Channel to(HostId host, String address);
}
