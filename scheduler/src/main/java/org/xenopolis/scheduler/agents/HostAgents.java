package org.xenopolis.scheduler.agents;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.HostAgentGrpc;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.scheduler.hosts.HostDirectory;
import org.xenopolis.scheduler.hosts.HostRecord;

/** The way to each host's agent. */
@ApplicationScoped
public class HostAgents {
    private final Peers peers;
    private final HostDirectory hosts;

    HostAgents(Peers peers, HostDirectory hosts) {
        this.peers = peers;
        this.hosts = hosts;
    }

    public HostAgentGrpc.HostAgentBlockingStub agent(HostId host, Duration deadline) {
        HostRecord record = hosts.find(host);
        return HostAgentGrpc.newBlockingStub(peers.host(host.value(), record.address()))
                .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    public CommandHeader header(String command, InstanceId instance, long epoch, HostId host) {
        return CommandHeader.newBuilder()
                .setCommandId(command)
                .setInstanceId(instance.toString())
                .setEpoch(epoch)
                .setLeaseEpoch(hosts.find(host).lease().epoch())
                .build();
    }

    /** Whether nothing can run there any more, so that there is nobody to ask: as it is stored, not as remembered. */
    public boolean isProvenOff(HostId host) {
        return hosts.find(host).state().provesStopped()
                && hosts.reread(host).state().provesStopped();
    }

    /** Forgets what is remembered of the host: an agent says that it is out of date. */
    public void reread(HostId host) {
        hosts.reread(host);
    }

    public String address(HostId host) {
        return hosts.find(host).address();
    }
}
