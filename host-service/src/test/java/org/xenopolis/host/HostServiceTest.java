package org.xenopolis.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.CreateDomainRequest;
import org.xenopolis.contracts.agent.DomainCommand;
import org.xenopolis.contracts.agent.HostAgentGrpc;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.host.agent.FakeImages;
import org.xenopolis.host.agent.FakeScheduler;
import org.xenopolis.kit.grpc.GrpcServer;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.TlsFiles;
import org.xenopolis.kit.kafka.KafkaSettings;

/** The real process with a real broker: agents come up, obey, and their lines arrive. */
@QuarkusTest
@QuarkusTestResource(ProcessResource.class)
class HostServiceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Inject
    AgentSet agents;

    @Inject
    KafkaSettings kafka;

    @ConfigProperty(name = "xeno.tls.dir")
    String tls = "";

    @ConfigProperty(name = "xeno.test.scheduler.port")
    int schedulerPort;

    @ConfigProperty(name = "xeno.test.images.port")
    int imagesPort;

    private final FakeScheduler scheduler = new FakeScheduler(60_000);
    private final FakeImages images = new FakeImages();
    private final List<GrpcServer> servers = new ArrayList<>();

    @BeforeEach
    void serve() {
        servers.add(GrpcServer.start(
                new InetSocketAddress("127.0.0.1", schedulerPort),
                identity("scheduler").server(),
                List.of(scheduler)));
        servers.add(GrpcServer.start(
                new InetSocketAddress("127.0.0.1", imagesPort),
                identity("image-store").server(),
                List.of(images)));
    }

    @AfterEach
    void stopServing() {
        servers.forEach(GrpcServer::close);
    }

    private TlsFiles identity(String service) {
        return new TlsFiles(Path.of(tls), "svc/" + service);
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void whatAGuestUsesArrivesAtTheBroker() {
        Map<HostId, String> addresses = agents.addresses();
        assertThat(addresses).hasSize(3);
        HostId host = addresses.keySet().iterator().next();
        String instance = UUID.randomUUID().toString();
        try (Peers peers = new Peers(identity("scheduler"));
                KafkaConsumer<String, byte[]> consumer = kafka.consumer("host-service-test-" + instance)) {
            consumer.subscribe(List.of(Topics.USAGE_LINES));
            var agent = HostAgentGrpc.newBlockingStub(peers.host(host.value(), addresses.getOrDefault(host, "")))
                    .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            await(() -> agent.getInventory(org.xenopolis.contracts.agent.InventoryRequest.getDefaultInstance())
                            .getLeaseEpoch()
                    > 0);

            agent.createDomain(CreateDomainRequest.newBuilder()
                    .setHeader(header(host, instance))
                    .setSpec(spec(images.add("a disk")))
                    .build());
            agent.deleteDomain(
                    DomainCommand.newBuilder().setHeader(header(host, instance)).build());

            List<UsageBody> lines = new ArrayList<>();
            await(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> lines.addAll(linesOf(record, instance)));
                return lines.stream().anyMatch(line -> line.getDomid() == 0 && line.getLast());
            });
            assertThat(lines).allSatisfy(line -> assertThat(line.getHostId()).isEqualTo(host.toString()));
            assertThat(lines.getFirst().getState()).isEqualTo("RUNNING");
        }
    }

    private static List<UsageBody> linesOf(ConsumerRecord<String, byte[]> record, String instance) {
        try {
            UsageBatch batch = UsageBatch.parseFrom(record.value());
            List<UsageBody> bodies = new ArrayList<>();
            for (var line : batch.getLinesList()) {
                bodies.add(UsageBody.parseFrom(line.getBody()));
            }
            assertThat(record.key()).isEqualTo(batch.getHostId());
            assertThat(new String(record.headers().lastHeader("event-id").value(), StandardCharsets.UTF_8))
                    .isEqualTo(batch.getHostId() + ":" + bodies.getLast().getSequence());
            return bodies.stream()
                    .filter(line -> line.getInstanceId().equals(instance))
                    .toList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private CommandHeader header(HostId host, String instance) {
        return CommandHeader.newBuilder()
                .setCommandId(UUID.randomUUID().toString())
                .setInstanceId(instance)
                .setEpoch(1)
                .setLeaseEpoch(scheduler.epoch(host.toString()))
                .build();
    }

    private static InstanceSpec spec(Digest image) {
        return InstanceSpec.newBuilder()
                .setName("web-1")
                .setTenantId(UUID.randomUUID().toString())
                .setImageDigest(image.value())
                .setResources(Resources.newBuilder()
                        .setVcpus(1)
                        .setMemoryBytes(64 << 20)
                        .setDiskBytes(1 << 30))
                .build();
    }
}
