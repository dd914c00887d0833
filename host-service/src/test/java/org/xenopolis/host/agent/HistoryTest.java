package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.CpuTime;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.invariants.Invariants;
import org.xenopolis.cluster.invariants.MeterInterval;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationQuery;
import org.xenopolis.contracts.agent.PrepareReceiveRequest;
import org.xenopolis.contracts.agent.ResizeDomainRequest;
import org.xenopolis.contracts.agent.ResolveMigrationRequest;
import org.xenopolis.contracts.agent.SendMigrationRequest;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;
import org.xenopolis.host.core.HashChain;

/** Random lives of several guests on two hosts, with agents that die in between: the bill is the truth. */
class HistoryTest {
    private static final int STEPS = 60;

    @TempDir
    Path folder;

    private Site site;
    private List<HostId> hosts;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("seeds", 4));
    }

    @BeforeEach
    void start() {
        site = new Site(folder);
        hosts = List.of(site.addHost(), site.addHost());
        hosts.forEach(site::awaitLease);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyNanosecondIsBilledOnce(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Client> clients = IntStream.range(0, 4)
                .mapToObj(i -> new Client(site, hosts.get(random.nextInt(2)))
                        .with(random.nextBoolean() ? RecoveryPolicy.KEEP_RUNNING : RecoveryPolicy.RESTART_ELSEWHERE))
                .toList();

        for (int i = 0; i < STEPS; i++) {
            step(random, clients.get(random.nextInt(clients.size())));
        }
        site.brokerAway = false;
        clients.forEach(client -> Site.await(
                "deleted",
                () -> attempt(() -> {
                    client.epoch += 1;
                    client.delete();
                })));

        awaitTrueBill();
        assertThat(Invariants.ofTruth(List.of(), Truth.events(site.truth()), 0)).isEmpty();
        assertThat(Invariants.ofMeters(
                        lines().values().stream()
                                .filter(line -> line.getDomid() != 0)
                                .map(HistoryTest::interval)
                                .toList(),
                        Truth.events(site.truth()).stream()
                                .filter(event -> event.domid() != 0)
                                .toList(),
                        state -> state.isUnpaused() || state == DomainState.PAUSED,
                        Long.MAX_VALUE,
                        0))
                .isEmpty();
        assertThatChainsHold();
    }

    private void awaitTrueBill() {
        long until = System.nanoTime() + Site.PATIENCE.toNanos();
        while (System.nanoTime() < until && !metered().equals(Truth.owed(site.truth()))) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(metered()).isEqualTo(Truth.owed(site.truth()));
    }

    private Map<String, Map<String, BigInteger>> metered() {
        return Truth.metered(new ArrayList<>(lines().values()));
    }

    private void step(SplittableRandom random, Client client) {
        if (random.nextInt(STEPS) == 0) {
            loseAllLeases();
        }
        switch (random.nextInt(14)) {
            case 0, 1, 2 ->
                attempt(() -> {
                    client.epoch += 1;
                    client.create();
                });
            case 3 -> attempt(client::stop);
            case 4 -> attempt(() -> site.stub(client.host).pauseDomain(client.command()));
            case 5 -> attempt(() -> site.stub(client.host).unpauseDomain(client.command()));
            case 6 -> attempt(() -> site.stub(client.host).rebootDomain(client.command()));
            case 7 -> attempt(() -> site.stub(client.host).suspendDomain(client.command()));
            case 8 ->
                attempt(() -> {
                    client.epoch += 1;
                    site.stub(client.host).resumeDomain(client.createRequest());
                });
            case 9 ->
                attempt(() -> site.stub(client.host)
                        .resizeDomain(ResizeDomainRequest.newBuilder()
                                .setHeader(client.header())
                                .setResources(Resources.newBuilder()
                                        .setVcpus(random.nextInt(1, 5))
                                        .setMemoryBytes(random.nextLong(64, 512) << 20))
                                .build()));
            case 10, 11 -> migrate(client);
            case 12 -> {
                HostId victim = hosts.get(random.nextInt(2));
                site.abandon(victim);
                site.awaitLease(victim);
            }
            default -> site.brokerAway = random.nextBoolean();
        }
        LockSupport.parkNanos(random.nextLong(30_000_000));
    }

    private void loseAllLeases() {
        site.endLeases();
        hosts.forEach(host -> Site.await("the lease is over", () -> !site.holdsLease(host)));
        site.grantLeases();
        hosts.forEach(site::awaitLease);
    }

    private static boolean attempt(Runnable call) {
        try {
            call.run();
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private void migrate(Client client) {
        HostId target = hosts.get(client.host.equals(hosts.getFirst()) ? 1 : 0);
        String migration = UUID.randomUUID().toString();
        long newEpoch = client.epoch + 1;
        boolean prepared = attempt(() -> site.stub(target)
                .prepareReceive(PrepareReceiveRequest.newBuilder()
                        .setHeader(client.header().toBuilder()
                                .setEpoch(newEpoch)
                                .setLeaseEpoch(site.scheduler.epoch(target.toString())))
                        .setMigrationId(migration)
                        .setSpec(client.spec)
                        .setSourceHostId(client.host.toString())
                        .build()));
        if (!prepared) {
            return;
        }
        attempt(() -> site.stub(client.host)
                .sendMigration(SendMigrationRequest.newBuilder()
                        .setHeader(client.header())
                        .setMigrationId(migration)
                        .setTargetHostId(target.toString())
                        .setTargetAddress(site.address(target))
                        .setNewEpoch(newEpoch)
                        .build())
                .forEachRemaining(view -> {}));
        MigrationPhase word = wordOf(target, client, migration);
        attempt(() -> site.stub(client.host)
                .resolveMigration(ResolveMigrationRequest.newBuilder()
                        .setHeader(client.header())
                        .setMigrationId(migration)
                        .setReceiverPhase(word)
                        .build()));
        if (word == MigrationPhase.COMPLETED) {
            client.host = target;
        }
        client.epoch = newEpoch;
    }

    /** The receiver's last word; asked for until it comes. */
    private MigrationPhase wordOf(HostId target, Client client, String migration) {
        AtomicReference<MigrationPhase> word = new AtomicReference<>(MigrationPhase.MIGRATION_UNKNOWN);
        Site.await(
                "the receiver's word",
                () -> attempt(() -> word.set(site.stub(target)
                        .abortMigration(MigrationQuery.newBuilder()
                                .setHeader(client.header().toBuilder()
                                        .setLeaseEpoch(site.scheduler.epoch(target.toString())))
                                .setMigrationId(migration)
                                .build())
                        .getPhase())));
        return Objects.requireNonNull(word.get());
    }

    /** By host and sequence: what is sent twice is the same line. */
    private Map<String, UsageBody> lines() {
        Map<String, UsageBody> lines = new HashMap<>();
        for (UsageBody line : site.usage()) {
            UsageBody other = lines.put(line.getHostId() + "/" + line.getSequence(), line);
            assertThat(other == null || other.equals(line)).isTrue();
        }
        return lines;
    }

    private static MeterInterval interval(UsageBody line) {
        return new MeterInterval(
                HostId.of(line.getHostId()),
                line.getBootId(),
                line.getDomid(),
                InstanceId.of(line.getInstanceId()),
                line.getStartMonotonicNanos(),
                line.getEndMonotonicNanos(),
                new CpuTime(line.getCpuNanos()));
    }

    private void assertThatChainsHold() {
        Map<String, byte[]> last = new HashMap<>();
        Map<String, Long> sequence = new HashMap<>();
        for (UsageBatch batch : site.published) {
            for (UsageLine line : batch.getLinesList()) {
                long expected = sequence.getOrDefault(batch.getHostId(), 0L) + 1;
                long number = Site.body(line).getSequence();
                if (number < expected) {
                    continue;
                }
                byte[] previous = last.getOrDefault(batch.getHostId(), HashChain.start());
                assertThat(number).isEqualTo(expected);
                assertThat(line.getPreviousHash()).isEqualTo(ByteString.copyFrom(previous));
                last.put(
                        batch.getHostId(),
                        HashChain.next(previous, line.getBody().toByteArray()));
                assertThat(line.getHash()).isEqualTo(ByteString.copyFrom(last.get(batch.getHostId())));
                sequence.put(batch.getHostId(), number);
            }
            assertSigned(batch);
        }
    }

    private void assertSigned(UsageBatch batch) {
        try (var file = Files.newInputStream(folder.resolve("tls/host/" + batch.getHostId() + ".pem"))) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(certificate);
            signature.update(batch.getLinesList().getLast().getHash().toByteArray());
            assertThat(signature.verify(batch.getSignature().toByteArray())).isTrue();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
