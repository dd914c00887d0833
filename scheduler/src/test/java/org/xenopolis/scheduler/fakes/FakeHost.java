package org.xenopolis.scheduler.fakes;

import io.grpc.ManagedChannel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.xenopolis.contracts.hosts.HostCapacity;
import org.xenopolis.contracts.hosts.HostFacts;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.contracts.hosts.Lease;
import org.xenopolis.contracts.hosts.LeasesGrpc;
import org.xenopolis.contracts.hosts.RenewLeaseRequest;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.kit.grpc.GrpcServer;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.TlsFiles;

/** One host: its agent behind real gRPC, and its side of the lease. */
public final class FakeHost implements AutoCloseable {
    public static final long GIB = 1L << 30;

    private final UUID id = UUID.randomUUID();
    private final FakeHostAgent agent;
    private final GrpcServer server;
    private final Peers peers;
    private final String scheduler;
    private final HostFacts facts;
    private volatile String bootId = UUID.randomUUID().toString();
    private volatile long leaseEpoch;
    private boolean silent;

    public FakeHost(
            CertificateAuthority authority, Path tls, String scheduler, int cpus, long memoryGib, long diskGib) {
        authority.host(id);
        TlsFiles identity = new TlsFiles(tls, "host/" + id);
        this.scheduler = scheduler;
        this.agent = new FakeHostAgent(id.toString(), () -> leaseEpoch, () -> bootId);
        this.server = GrpcServer.start(new InetSocketAddress("127.0.0.1", 0), identity.server(), List.of(agent));
        this.peers = new Peers(identity);
        this.facts = HostFacts.newBuilder()
                .setCapacity(HostCapacity.newBuilder()
                        .setPhysicalCpus(cpus)
                        .setMemoryBytes(memoryGib * GIB)
                        .setDiskBytes(diskGib * GIB))
                .setXenVersion("4.19.1")
                .setCpuVendor("GenuineIntel")
                .addCpuFeatures("avx2")
                .build();
    }

    public UUID id() {
        return id;
    }

    public FakeHostAgent agent() {
        return agent;
    }

    /** Stops renewing the lease, and none is under way; its agent still answers unless its calls are made to fail. */
    public synchronized void setSilent(boolean silent) {
        this.silent = silent;
    }

    public synchronized boolean isSilent() {
        return silent;
    }

    public synchronized void renewUnlessSilent() {
        if (!silent) {
            var ignored = renew();
        }
    }

    public String address() {
        return "localhost:" + server.port();
    }

    /** One at a time, as a real agent's: of two, the one that is late would seem to be of another agent. */
    public synchronized Lease renew() {
        ManagedChannel channel = peers.service("scheduler", scheduler);
        Lease lease = LeasesGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .renewLease(RenewLeaseRequest.newBuilder()
                        .setHostId(id.toString())
                        .setBootId(bootId)
                        .setFacts(facts)
                        .setLoad(HostLoad.newBuilder().setCpuFraction(0.5))
                        .setLeaseEpoch(leaseEpoch)
                        .build());
        leaseEpoch = lease.getEpoch();
        return lease;
    }

    /** Power lost and back: memory gone, disks kept. */
    public synchronized void reboot() {
        agent.powerCycle(() -> bootId = UUID.randomUUID().toString());
    }

    @Override
    public void close() {
        server.close();
        peers.close();
    }
}
