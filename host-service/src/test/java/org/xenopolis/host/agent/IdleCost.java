package org.xenopolis.host.agent;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.contracts.agent.HostAgentGrpc;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.hosts.LeasesGrpc;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.images.BlobStore;
import org.xenopolis.host.images.ImageCache;
import org.xenopolis.host.images.SnapshotUpload;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.metering.HostKey;
import org.xenopolis.host.simulator.SimulatedHost;
import org.xenopolis.host.simulator.SimulatorSettings;
import org.xenopolis.host.simulator.SimulatorTime;
import org.xenopolis.kit.grpc.GrpcServer;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.TlsFiles;

/**
 * How much CPU time agents take that have nothing to do. Not a test: run {@code IdleCost control <folder> <hosts>} in one
 * process, and {@code IdleCost agents <folder> <hosts> <seconds>} in another, which says it in cores. Leases are as long,
 * and inventories as frequent, as the scheduler has them.
 */
public final class IdleCost {
    private static final int CONTROL_PORT = 12_999;
    private static final int AGENT_PORTS = 13_000;
    private static final long LEASE_MILLIS = 15_000;
    private static final int INVENTORY_MILLIS = 5_000;

    private IdleCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[1]);
        int hosts = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("control")) {
            control(folder, hosts);
        } else {
            agents(folder, hosts, Duration.ofSeconds(Long.parseLong(arguments[3])));
        }
    }

    private static void control(Path folder, int hosts) throws IOException, InterruptedException {
        CertificateAuthority authority =
                CertificateAuthority.open(folder.resolve("tls"), CertificateAuthority.LEAF_LIFE, Clock.systemUTC());
        authority.service("scheduler");
        for (int i = 0; i < hosts; i++) {
            authority.host(new UUID(7, i));
        }
        GrpcServer.start(
                new InetSocketAddress("127.0.0.1", CONTROL_PORT),
                new TlsFiles(folder.resolve("tls"), "svc/scheduler").server(),
                List.of(new FakeScheduler(LEASE_MILLIS), new FakeImages()));
        System.out.println("control is there");
        // As the scheduler's reconciler does, every five seconds.
        Peers scheduler = new Peers(new TlsFiles(folder.resolve("tls"), "svc/scheduler"));
        for (int i = 0; true; i = (i + 1) % hosts) {
            ask(scheduler, new UUID(7, i), i);
            Thread.sleep(Duration.ofMillis(INVENTORY_MILLIS / hosts));
        }
    }

    private static void ask(Peers scheduler, UUID host, int number) {
        try {
            HostAgentGrpc.newBlockingStub(scheduler.host(host, "127.0.0.1:" + (AGENT_PORTS + number)))
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .getInventory(InventoryRequest.newBuilder()
                            .setHostId(host.toString())
                            .build());
        } catch (StatusRuntimeException e) {
            // Not there yet.
        }
    }

    private static void agents(Path folder, int hosts, Duration time) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("truth"));
        BlobStore blobs = new BlobStore(folder.resolve("images"));
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            kept.add(start(folder, new HostId(new UUID(7, i)), AGENT_PORTS + i, blobs));
        }
        // Past the first leases and the compiler's first work.
        Thread.sleep(Duration.ofMillis(2 * LEASE_MILLIS));
        long began = System.nanoTime();
        Duration used = cpu();
        Thread.sleep(time);
        double cores = (double) cpu().minus(used).toNanos() / (System.nanoTime() - began);
        System.out.printf("%d idle agents: %.3f cores%n", kept.size(), cores);
        System.exit(0);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static Object start(Path folder, HostId host, int port, BlobStore blobs) {
        TlsFiles identity = new TlsFiles(folder.resolve("tls"), "host/" + host);
        Peers peers = new Peers(identity);
        Path own = folder.resolve("hosts").resolve(host.toString());
        SimulatedHost hypervisor = SimulatedHost.open(
                host,
                own,
                folder.resolve("truth").resolve(host + ".jsonl"),
                SimulatorSettings.of(16, MemorySize.ofGibibytes(64), DiskSize.ofGibibytes(1_024), 300),
                SimulatorTime.machine(),
                Steps.NONE);
        String control = "127.0.0.1:" + CONTROL_PORT;
        Agent agent = Agent.open(new AgentParts(
                host,
                Journal.open(own.resolve("journal")),
                hypervisor,
                new ImageCache(
                        blobs,
                        own.resolve("images"),
                        1 << 30,
                        () -> ImagesGrpc.newBlockingStub(peers.service("scheduler", control))),
                new SnapshotUpload(
                        () -> ImagesGrpc.newStub(peers.service("scheduler", control)),
                        () -> ImagesGrpc.newBlockingStub(peers.service("scheduler", control))),
                (from, id, batch) -> CompletableFuture.completedFuture(null),
                new HostKey(peers.identity()::privateKey),
                () -> LeasesGrpc.newBlockingStub(peers.service("scheduler", control)),
                (other, address) -> peers.host(other.value(), address),
                Clock.systemUTC(),
                Duration.ofMinutes(1),
                Steps.NONE));
        GrpcServer server =
                GrpcServer.start(new InetSocketAddress("127.0.0.1", port), identity.server(), agent.endpoints());
        agent.start();
        return List.of(agent, server);
    }
}
