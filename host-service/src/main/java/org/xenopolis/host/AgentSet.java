package org.xenopolis.host;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.hosts.LeasesGrpc;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.host.agent.Agent;
import org.xenopolis.host.agent.AgentParts;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.FaultFolder;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.images.BlobStore;
import org.xenopolis.host.images.ImageCache;
import org.xenopolis.host.images.SnapshotUpload;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.metering.HostKey;
import org.xenopolis.host.metering.KafkaUsagePublisher;
import org.xenopolis.host.metering.UsagePublisher;
import org.xenopolis.kit.grpc.GrpcServer;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.TlsFiles;
import org.xenopolis.kit.kafka.KafkaSettings;

/**
 * The agents of this process, one for each of the first {@code xeno.sim.hosts} identities in {@code <tls>/host}, in the
 * order of their names; the i-th listens on the i-th port. A real host has its agent for itself.
 */
@ApplicationScoped
class AgentSet {
    private static final Logger LOG = Logger.getLogger(AgentSet.class);
    private static final String CERTIFICATE = ".pem";
    private static final String KEY = "-key.pem";

    private record Running(Agent agent, Peers peers, GrpcServer server) {}

    private final HostSettings settings;
    private final KafkaSettings kafka;
    private final List<Running> running = new ArrayList<>();
    private @Nullable KafkaProducer<String, byte[]> producer;

    AgentSet(HostSettings settings, KafkaSettings kafka) {
        this.settings = settings;
        this.kafka = kafka;
    }

    void start(@Observes @Priority(4_000) StartupEvent event) {
        List<HostId> hosts = identities();
        KafkaProducer<String, byte[]> shared = kafka.producer();
        producer = shared;
        UsagePublisher usage = new KafkaUsagePublisher(shared);
        BlobStore blobs = new BlobStore(settings.data().resolve("images"));
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Running>> starting = new ArrayList<>();
            for (int i = 0; i < hosts.size(); i++) {
                HostId host = hosts.get(i);
                int port = settings.portBase == 0 ? 0 : settings.portBase + i;
                starting.add(starters.submit(() -> start(host, port, usage, blobs)));
            }
            for (Future<Running> started : starting) {
                running.add(started.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the agents started", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an agent did not start: " + e.getCause(), e.getCause());
        }
        blobs.sweep();
        LOG.infof("%d hosts (%s), ports from %d", running.size(), settings.driver, settings.portBase);
    }

    private List<HostId> identities() {
        Path folder = settings.tls().resolve("host");
        int wanted = settings.driver == HostSettings.Driver.SIMULATED ? settings.hosts : 1;
        try (var files = Files.list(folder)) {
            List<HostId> hosts = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(CERTIFICATE) && !name.endsWith(KEY))
                    .map(name -> name.substring(0, name.length() - CERTIFICATE.length()))
                    .sorted()
                    .limit(wanted)
                    .map(HostId::of)
                    .toList();
            if (hosts.size() < wanted) {
                throw new IllegalStateException(
                        folder + " has identities of " + hosts.size() + " hosts, not of " + wanted);
            }
            return hosts;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private Running start(HostId host, int port, UsagePublisher usage, BlobStore blobs) {
        TlsFiles identity = new TlsFiles(settings.tls(), "host/" + host);
        Peers peers = new Peers(identity);
        Path folder = Drivers.made(settings.data().resolve("hosts").resolve(host.toString()));
        Steps faults = settings.faults
                .<Steps>map(where -> new FaultFolder(Path.of(where), host))
                .orElse(Steps.NONE);
        Steps steps = step -> {
            LOG.debugf("%s: %s", host, step);
            faults.reached(step);
        };
        HypervisorDriver hypervisor = Drivers.open(settings, host, folder, steps);
        Agent agent = Agent.open(new AgentParts(
                host,
                Journal.open(folder.resolve("journal")),
                hypervisor,
                new ImageCache(
                        blobs,
                        folder.resolve("images"),
                        settings.imageCacheBytes,
                        () -> ImagesGrpc.newBlockingStub(peers.service("image-store", settings.images))),
                new SnapshotUpload(
                        () -> ImagesGrpc.newStub(peers.service("image-store", settings.images)),
                        () -> ImagesGrpc.newBlockingStub(peers.service("image-store", settings.images))),
                usage,
                new HostKey(peers.identity()::privateKey),
                () -> LeasesGrpc.newBlockingStub(peers.service("scheduler", settings.scheduler)),
                (other, address) -> peers.host(other.value(), address),
                Clock.systemUTC(),
                settings.meteringInterval,
                steps));
        GrpcServer server = GrpcServer.start(
                new InetSocketAddress(settings.bindAddress, port), identity.server(), agent.endpoints());
        agent.start();
        return new Running(agent, peers, server);
    }

    /** Where each host's agent listens. */
    Map<HostId, String> addresses() {
        Map<HostId, String> addresses = new LinkedHashMap<>();
        running.forEach(one -> addresses.put(
                one.agent().host(), settings.bindAddress + ":" + one.server().port()));
        return addresses;
    }

    void stop(@Observes ShutdownEvent event) {
        try (ExecutorService stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            running.forEach(one -> stoppers.submit(() -> {
                one.server().close();
                one.agent().close();
                one.peers().close();
            }));
        }
        if (producer != null) {
            producer.close();
        }
    }
}
