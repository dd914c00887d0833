package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.contracts.agent.HostAgentGrpc;
import org.xenopolis.contracts.hosts.LeasesGrpc;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.host.faults.FaultFolder;
import org.xenopolis.host.images.BlobStore;
import org.xenopolis.host.images.ImageCache;
import org.xenopolis.host.images.SnapshotUpload;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.metering.HostKey;
import org.xenopolis.host.metering.UsagePublisher;
import org.xenopolis.host.simulator.SimulatedHost;
import org.xenopolis.host.simulator.SimulatorSettings;
import org.xenopolis.host.simulator.SimulatorTime;
import org.xenopolis.host.simulator.XenBehaviours;
import org.xenopolis.kit.grpc.GrpcServer;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.TlsFiles;

/** A few hosts with their agents, a scheduler and an image-store, all in this process, talking as real ones do. */
final class Site implements AutoCloseable {
    /** Spent to the end only by a test that fails. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Long, so that none ends unless a test wants it to. */
    private static final long LEASE_MILLIS = 30_000;

    private static final long SHORT_LEASE_MILLIS = 1_000;

    final Path folder;
    final FakeScheduler scheduler = new FakeScheduler(LEASE_MILLIS);
    final FakeImages images = new FakeImages();
    final Digest image = images.add("a disk");
    final List<UsageBatch> published = new CopyOnWriteArrayList<>();
    volatile boolean brokerAway;
    private final CertificateAuthority authority;
    private final GrpcServer control;
    private final Peers asScheduler;
    private final Map<HostId, Running> running = new ConcurrentHashMap<>();
    private final SimulatorSettings settings;
    private volatile XenBehaviours behaviours = XenBehaviours.NONE;
    private final AtomicLong jumpedNanos = new AtomicLong();
    private final Map<HostId, SimulatorSettings> hosts = new ConcurrentHashMap<>();
    private final Duration verifyMax;
    private final Map<HostId, Long> epochsBefore = new ConcurrentHashMap<>();
    private final Map<HostId, Integer> ports = new ConcurrentHashMap<>();

    private record Running(Agent agent, SimulatedHost hypervisor, Journal journal, Peers peers, GrpcServer server) {}

    Site(Path folder) {
        this(folder, PATIENCE);
    }

    /** @param verifyMax how long agents wait for the image-store to verify what they sent */
    Site(Path folder, Duration verifyMax) {
        this.folder = folder;
        this.verifyMax = verifyMax;
        this.authority =
                CertificateAuthority.open(folder.resolve("tls"), CertificateAuthority.LEAF_LIFE, Clock.systemUTC());
        authority.service("scheduler");
        authority.service("image-store");
        this.settings = SimulatorSettings.of(8, MemorySize.ofGibibytes(16), DiskSize.ofGibibytes(200), 0);
        // One server plays both: the name in the certificate is what a client checks.
        this.control = GrpcServer.start(
                new InetSocketAddress("127.0.0.1", 0), tls("svc/scheduler").server(), List.of(scheduler, images));
        this.asScheduler = new Peers(tls("svc/scheduler"));
        makeFolder(folder.resolve("faults"));
        makeFolder(folder.resolve("truth"));
    }

    private TlsFiles tls(String name) {
        return new TlsFiles(folder.resolve("tls"), name);
    }

    HostId addHost() {
        return addHost(settings.behaving(behaviours));
    }

    HostId addHost(SimulatorSettings made) {
        HostId host = new HostId(UUID.randomUUID());
        hosts.put(host, made);
        authority.host(host.value());
        start(host);
        return host;
    }

    /** What hosts that are added from now on have of real ones. */
    void behave(XenBehaviours some) {
        behaviours = some;
    }

    /** All machines stood still for so long. */
    void freeze(Duration length) {
        jumpedNanos.addAndGet(length.toNanos());
    }

    private SimulatorTime time() {
        SimulatorTime machine = SimulatorTime.machine();
        return new SimulatorTime() {
            @Override
            public long nanos() {
                return machine.nanos() + jumpedNanos.get();
            }

            @Override
            public long wallNanos() {
                return machine.wallNanos() + jumpedNanos.get();
            }

            @Override
            public String machineBootId() {
                return machine.machineBootId();
            }

            @Override
            public void sleep(Duration duration) {
                machine.sleep(duration);
            }
        };
    }

    /** As the checker of invariants knows them. */
    List<Host> hosts() {
        return running.keySet().stream().map(this::model).toList();
    }

    private Host model(HostId host) {
        return new Host(
                host,
                host.toString(),
                new ZoneName("test"),
                HostState.UP,
                Generation.FIRST,
                new HostCapacity(settings.physicalCpus(), 8_000, settings.memory(), settings.disk()),
                settings.xen(),
                settings.cpu(),
                Set.of(),
                Map.of());
    }

    SimulatorSettings settings() {
        return settings;
    }

    void start(HostId host) {
        TlsFiles identity = tls("host/" + host);
        Peers peers = new Peers(identity);
        Path own = folder.resolve("hosts").resolve(host.toString());
        FaultFolder steps = new FaultFolder(folder.resolve("faults"), host);
        SimulatedHost hypervisor =
                SimulatedHost.open(host, own, truthFile(host), Objects.requireNonNull(hosts.get(host)), time(), steps);
        Journal journal = Journal.open(own.resolve("journal"));
        String address = "127.0.0.1:" + control.port();
        Agent agent = Agent.open(new AgentParts(
                host,
                journal,
                hypervisor,
                new ImageCache(
                        new BlobStore(folder.resolve("images")),
                        own.resolve("images"),
                        1 << 20,
                        () -> ImagesGrpc.newBlockingStub(peers.service("scheduler", address))),
                new SnapshotUpload(
                        () -> ImagesGrpc.newStub(peers.service("scheduler", address)),
                        () -> ImagesGrpc.newBlockingStub(peers.service("scheduler", address)),
                        verifyMax),
                publisher(),
                new HostKey(peers.identity()::privateKey),
                () -> LeasesGrpc.newBlockingStub(peers.service("scheduler", address)),
                (other, where) -> peers.host(other.value(), where),
                Clock.systemUTC(),
                Duration.ofMillis(200),
                steps));
        GrpcServer server = listen(host, identity, agent);
        epochsBefore.put(host, scheduler.epoch(host.toString()));
        agent.start();
        running.put(host, new Running(agent, hypervisor, journal, peers, server));
    }

    /** Any port at first, and later that one, once the agent before and whoever else took it have let it go. */
    private GrpcServer listen(HostId host, TlsFiles identity, Agent agent) {
        AtomicReference<@Nullable GrpcServer> listening = new AtomicReference<>();
        await("the port", () -> {
            try {
                listening.set(GrpcServer.start(
                        new InetSocketAddress("127.0.0.1", ports.getOrDefault(host, 0)),
                        identity.server(),
                        agent.endpoints()));
                return true;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
        GrpcServer server = Objects.requireNonNull(listening.get());
        ports.put(host, server.port());
        return server;
    }

    private UsagePublisher publisher() {
        return new UsagePublisher() {
            @Override
            public CompletionStage<Void> publish(HostId host, String eventId, UsageBatch batch) {
                if (brokerAway) {
                    return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
                }
                published.add(batch);
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    /** The process ends as by kill -9: nothing is flushed, nothing said. */
    void kill(HostId host) {
        Running one = running.remove(host);
        if (one == null) {
            throw new IllegalArgumentException("not running: " + host);
        }
        one.server().close();
        one.agent().close();
        one.peers().close();
    }

    /** The process is killed and started again: from one moment on, nothing it does has an effect any more. */
    void abandon(HostId host) {
        Running one = running(host);
        one.journal().close();
        one.hypervisor().close();
        // It asks for no lease any more.
        one.peers().close();
        // Its threads may still stand somewhere: they fail when they go on.
        Thread.startVirtualThread(one.server()::close);
        Thread.startVirtualThread(one.agent()::close);
        running.remove(host);
        start(host);
    }

    void restart(HostId host) {
        kill(host);
        start(host);
    }

    Agent agent(HostId host) {
        return running(host).agent();
    }

    SimulatedHost hypervisor(HostId host) {
        return running(host).hypervisor();
    }

    String address(HostId host) {
        return "127.0.0.1:" + running(host).server().port();
    }

    private Running running(HostId host) {
        Running one = running.get(host);
        if (one == null) {
            throw new IllegalArgumentException("not running: " + host);
        }
        return one;
    }

    HostAgentGrpc.HostAgentBlockingStub stub(HostId host) {
        return HostAgentGrpc.newBlockingStub(asScheduler.host(host.value(), address(host)))
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    Path truthFile(HostId host) {
        return folder.resolve("truth").resolve(host + ".jsonl");
    }

    List<String> truth() {
        try (Stream<Path> files = Files.list(folder.resolve("truth"))) {
            return files.sorted().flatMap(Site::lines).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void fault(String step, String what) {
        try {
            Files.writeString(folder.resolve("faults").resolve(step), what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void heal(String step) {
        try {
            Files.deleteIfExists(folder.resolve("faults").resolve(step));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean reached(String step) {
        return Files.exists(folder.resolve("faults").resolve(step + ".reached"));
    }

    List<UsageBody> usage() {
        return published.stream()
                .flatMap(batch -> batch.getLinesList().stream())
                .map(Site::body)
                .toList();
    }

    static UsageBody body(UsageLine line) {
        try {
            return UsageBody.parseFrom(line.getBody());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the agent that was started last: one that was abandoned may answer for another moment, and hold its own. */
    void awaitLease(HostId host) {
        long before = epochsBefore.getOrDefault(host, 0L);
        await("a lease", () -> scheduler.epoch(host.toString()) > before && holdsLease(host));
    }

    /**
     * Nobody grants leases any more, and those that are held end soon.
     *
     * @return when they have ended
     */
    long endLeases() {
        scheduler.grantFor(SHORT_LEASE_MILLIS);
        running.keySet()
                .forEach(
                        host -> await("a short lease", () -> scheduler.granted(host.toString()) == SHORT_LEASE_MILLIS));
        scheduler.goAway();
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SHORT_LEASE_MILLIS);
    }

    void grantLeases() {
        scheduler.grantFor(LEASE_MILLIS);
        scheduler.comeBack();
    }

    boolean holdsLease(HostId host) {
        return stub(host)
                        .getInventory(org.xenopolis.contracts.agent.InventoryRequest.getDefaultInstance())
                        .getLeaseEpoch()
                == scheduler.epoch(host.toString());
    }

    /** Until what was metered is what is owed; where that does not come, both are said, with the journals' lines. */
    void awaitBilledAsTrue() {
        try {
            await("the bill is the truth", () -> Truth.metered(usage()).equals(Truth.owed(truth())));
        } catch (AssertionError late) {
            assertThat(Truth.metered(usage()))
                    .as(String.join("\n", truth()) + "\n" + usage())
                    .isEqualTo(Truth.owed(truth()));
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(until);
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    private static void makeFolder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::kill);
        asScheduler.close();
        control.close();
    }
}
