package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.agent.AgentConsoleRequest;
import org.xenopolis.contracts.agent.CreateDomainRequest;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.agent.Inventory;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.agent.ResizeDomainRequest;
import org.xenopolis.contracts.agent.SetRulesRequest;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.contracts.instances.SecurityRule;

/** What the scheduler may command, how often, and in whose name. */
class CommandTest {
    @TempDir
    Path folder;

    private Site site;
    private HostId host;
    private Client client;

    @BeforeEach
    void start() {
        site = new Site(folder);
        host = site.addHost();
        site.awaitLease(host);
        client = new Client(site, host);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Inventory inventory() {
        return site.stub(host)
                .getInventory(
                        InventoryRequest.newBuilder().setHostId(host.toString()).build());
    }

    private List<String> here() {
        return inventory().getDomainsList().stream().map(DomainView::getState).toList();
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(ProblemStatus.toProblem(refusal).code())
                                .isEqualTo(code));
    }

    private long domainsEverBuilt() {
        return site.truth().stream().filter(line -> line.contains("BUILDING")).count();
    }

    @Test
    void aRepeatedCommandIsAnsweredAndNotDoneAgain() {
        CreateDomainRequest request = client.createRequest();
        DomainReply first = site.stub(host).createDomain(request);
        client.stop();

        DomainReply again = site.stub(host).createDomain(request);

        assertThat(again).isEqualTo(first);
        assertThat(here()).containsExactly("SHUTDOWN");
        assertThat(domainsEverBuilt()).isEqualTo(1);
    }

    @Test
    void theAnswerOutlivesTheAgent() {
        CreateDomainRequest request = client.createRequest();
        DomainReply first = site.stub(host).createDomain(request);
        site.abandon(host);
        site.awaitLease(host);

        CreateDomainRequest again = request.toBuilder()
                .setHeader(request.getHeader().toBuilder().setLeaseEpoch(site.scheduler.epoch(host.toString())))
                .build();

        assertThat(site.stub(host).createDomain(again)).isEqualTo(first);
        assertThat(domainsEverBuilt()).isEqualTo(1);
    }

    @Test
    void commandsOfAnOlderPlacementAreRefused() {
        client.epoch = 3;
        client.create();
        client.epoch = 2;
        assertRefused(client::create, "stale-epoch");
        assertRefused(client::stop, "stale-epoch");
        assertRefused(client::delete, "stale-epoch");
        assertRefused(() -> site.stub(host).pauseDomain(client.command()), "stale-epoch");
        assertThat(here()).containsExactly("RUNNING");
    }

    @Test
    void newRulesHoldAtOnceAndAfterAReboot() {
        Nic card = Nic.newBuilder()
                .setNetworkId(UUID.randomUUID().toString())
                .setMac("00:16:3e:00:00:01")
                .addRules(SecurityRule.newBuilder().setProtocol("any").setRemoteCidr("0.0.0.0/0"))
                .build();
        client.spec = client.spec.toBuilder().addNics(card).build();
        client.create();
        assertThat(rulesInForce()).isEqualTo("00:16:3e:00:00:01 out any 0-0 0.0.0.0/0");
        SetRulesRequest change = SetRulesRequest.newBuilder()
                .setHeader(client.header())
                .addNics(card.toBuilder()
                        .clearRules()
                        .addRules(SecurityRule.newBuilder()
                                .setIngress(true)
                                .setProtocol("tcp")
                                .setPortFrom(80)
                                .setPortTo(81)
                                .setRemoteCidr("10.0.0.0/8")))
                .build();

        DomainReply reply = site.stub(host).setRules(change);

        assertThat(reply.getDomain().getState()).isEqualTo("RUNNING");
        assertThat(rulesInForce()).isEqualTo("00:16:3e:00:00:01 in tcp 80-81 10.0.0.0/8");
        assertThat(site.stub(host).setRules(change)).isEqualTo(reply);

        int before = reply.getDomain().getDomid();
        DomainReply rebooted = site.stub(host).rebootDomain(client.command());
        assertThat(rebooted.getDomain().getDomid()).isNotEqualTo(before);
        assertThat(rulesInForce()).isEqualTo("00:16:3e:00:00:01 in tcp 80-81 10.0.0.0/8");
    }

    /** As the truth has them for the domain that changed last. */
    private String rulesInForce() {
        String last = site.truth().stream()
                .filter(line -> line.contains("\"state\":\"RUNNING\""))
                .reduce((first, second) -> second)
                .orElseThrow();
        return last.replaceAll(".*\"rules\":\\[\"|\"].*", "");
    }

    @Test
    void aPlacementThatEndedDoesNotComeBack() {
        client.create();
        client.delete();
        assertRefused(client::create, "stale-epoch");
        site.abandon(host);
        site.awaitLease(host);
        assertRefused(client::create, "stale-epoch");
        client.epoch = 2;
        assertThat(client.create().getDomain().getState()).isEqualTo("RUNNING");
        client.stop();
        assertRefused(client::create, "stale-epoch");
    }

    @Test
    void aNewerPlacementHereEndsTheOlderDomainFirst() {
        int first = client.create().getDomain().getDomid();
        client.epoch = 2;
        assertThat(client.create().getDomain().getDomid()).isNotEqualTo(first);
        assertThat(here()).containsExactly("RUNNING");
    }

    @Test
    void commandsUnderAnotherLeaseAreRefused() {
        CreateDomainRequest request = client.createRequest();
        site.restart(host);
        site.awaitLease(host);
        assertRefused(() -> site.stub(host).createDomain(request), "stale-epoch");
        CreateDomainRequest early = request.toBuilder()
                .setHeader(request.getHeader().toBuilder().setLeaseEpoch(99))
                .build();
        assertRefused(() -> site.stub(host).createDomain(early), "lease-behind");
        assertThat(here()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create.journaled",
                "create.disk-made",
                "sim.build",
                "create.built",
                "sim.unpause",
                "create.unpaused",
                "create.done",
                "create.answered"
            })
    void aCreateThatDiedAnywhereIsDoneOnceWhenRepeated(String step) {
        site.fault(step, "block");
        CreateDomainRequest request = client.createRequest();
        Thread caller = Thread.startVirtualThread(() -> {
            try {
                site.stub(host).createDomain(request);
            } catch (StatusRuntimeException e) {
                // It died.
            }
        });
        Site.await(step, () -> site.reached(step));
        site.abandon(host);
        site.heal(step);
        site.awaitLease(host);

        DomainReply reply = site.stub(host)
                .createDomain(request.toBuilder()
                        .setHeader(request.getHeader().toBuilder().setLeaseEpoch(site.scheduler.epoch(host.toString())))
                        .build());

        assertThat(reply.getDomain().getState()).isEqualTo("RUNNING");
        assertThat(here()).containsExactly("RUNNING");
        assertThat(domainsEverBuilt()).isEqualTo(1);
        client.delete();
        assertThat(here()).isEmpty();
        site.awaitBilledAsTrue();
        Site.await("the caller is gone", () -> !caller.isAlive());
    }

    /** The line of its disk must end where the guest began to run, whatever is metered before that is written down. */
    @Test
    void anIntervalBetweenAStartAndItsLineBillsNothingTwice() throws Exception {
        Client other = new Client(site, host);
        other.create();
        client.create();
        client.stop();
        client.epoch = 2;
        site.fault("create.unpaused", "block");
        Thread start = Thread.ofVirtual().start(client::create);
        Site.await("the guest runs", () -> site.reached("create.unpaused"));

        long lines = linesOf(other);
        Site.await("intervals", () -> linesOf(other) >= lines + 2);

        site.heal("create.unpaused");
        start.join();
        client.delete();
        other.delete();
        site.awaitBilledAsTrue();
    }

    private long linesOf(Client one) {
        return site.usage().stream()
                .filter(line -> line.getInstanceId().equals(one.instance))
                .count();
    }

    @Test
    void manyAtOnceEachHappenOnce() throws Exception {
        List<Client> clients =
                IntStream.range(0, 40).mapToObj(i -> new Client(site, host)).toList();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DomainReply>> replies =
                    clients.stream().map(one -> callers.submit(one::create)).toList();
            for (Future<DomainReply> reply : replies) {
                assertThat(reply.get().getDomain().getState()).isEqualTo("RUNNING");
            }
        }
        assertThat(here()).hasSize(40).containsOnly("RUNNING");
        assertThat(site.images.fetches.get()).isEqualTo(1);
    }

    @Test
    void aHostWithoutRoomSaysSo() {
        client.spec = client.spec.toBuilder()
                .setResources(client.spec.getResources().toBuilder().setMemoryBytes(1L << 40))
                .build();
        assertRefused(client::create, "host-full");
        client.delete();
        assertThat(here()).isEmpty();
    }

    @Test
    void aDamagedImageNeverBecomesADisk() {
        site.images.damaged = true;
        assertRefused(client::create, "image-corrupt");
        assertThat(site.hypervisor(host).disks()).isEmpty();
        site.images.damaged = false;
        assertThat(client.create().getDomain().getState()).isEqualTo("RUNNING");
        assertThat(inventory().getFacts().getCachedImageDigestsList()).containsExactly(site.image.value());
    }

    @Test
    void anotherManifestThanTheOneAskedForIsNotUsed() {
        site.images.otherManifest = true;
        assertRefused(client::create, "image-corrupt");
        assertThat(site.images.fetches).hasValue(0);
        assertThat(site.hypervisor(host).disks()).isEmpty();
        site.images.otherManifest = false;
        assertThat(client.create().getDomain().getState()).isEqualTo("RUNNING");
    }

    @Test
    void pausesSuspendsResumesAndReboots() {
        client.create();
        assertThat(site.stub(host).pauseDomain(client.command()).getDomain().getState())
                .isEqualTo("PAUSED");
        assertThat(site.stub(host).unpauseDomain(client.command()).getDomain().getState())
                .isEqualTo("RUNNING");
        assertThat(site.stub(host).rebootDomain(client.command()).getDomain().getState())
                .isEqualTo("RUNNING");
        assertThat(site.stub(host).suspendDomain(client.command()).getDomain().getState())
                .isEqualTo("SUSPENDED");
        assertThat(here()).containsExactly("SUSPENDED");
        client.epoch = 2;
        assertThat(site.stub(host)
                        .resumeDomain(client.createRequest())
                        .getDomain()
                        .getState())
                .isEqualTo("RUNNING");
        client.delete();
        site.awaitBilledAsTrue();
    }

    @Test
    void growsAndTakesVolumes() {
        client.create();
        Resources size = Resources.newBuilder()
                .setVcpus(4)
                .setMemoryBytes(512 << 20)
                .setDiskBytes(2L << 30)
                .build();
        DomainView grown = site.stub(host)
                .resizeDomain(ResizeDomainRequest.newBuilder()
                        .setHeader(client.header())
                        .setResources(size)
                        .build())
                .getDomain();
        assertThat(grown.getResources()).isEqualTo(size);
        VolumeCommand.Builder volume = VolumeCommand.newBuilder()
                .setVolumeId(UUID.randomUUID().toString())
                .setSizeBytes(1L << 30);
        site.stub(host).attachVolume(volume.setHeader(client.header()).build());
        client.stop();
        site.stub(host).detachVolume(volume.setHeader(client.header()).build());
        site.stub(host)
                .resizeDomain(ResizeDomainRequest.newBuilder()
                        .setHeader(client.header())
                        .setResources(Resources.newBuilder().setDiskBytes(3L << 30))
                        .build());
        assertRefused(
                () -> site.stub(host)
                        .resizeDomain(ResizeDomainRequest.newBuilder()
                                .setHeader(client.header())
                                .setResources(Resources.newBuilder().setDiskBytes(1L << 30))
                                .build()),
                "disk-shrinks");
        client.delete();
        site.awaitBilledAsTrue();
    }

    @Test
    void theConsoleIsFollowedToTheEnd() {
        client.create();
        StringBuilder text = new StringBuilder();
        var chunks = site.stub(host)
                .readConsole(AgentConsoleRequest.newBuilder()
                        .setInstanceId(client.instance)
                        .setFollow(true)
                        .build());
        while (!text.toString().contains("web-1 login:")) {
            text.append(chunks.next().getBytes().toStringUtf8());
        }
        client.stop();
        chunks.forEachRemaining(chunk -> text.append(chunk.getBytes().toStringUtf8()));
        assertThat(text).contains("hostname: web-1");
    }

    @Test
    void aGuestThatRebootsItselfComesBackAndIsBilledForBothLives() {
        client.spec = client.spec.toBuilder()
                .setUserData(com.google.protobuf.ByteString.copyFromUtf8("xeno-sim: reboot-every=0.3"))
                .build();
        int first = client.create().getDomain().getDomid();
        Site.await(
                "it runs again",
                () -> inventory().getDomains(0).getDomid() > first && here().equals(List.of("RUNNING")));
        assertThat(here()).doesNotContain("SHUTDOWN");
        client.delete();
        site.awaitBilledAsTrue();
    }

    @Test
    void aGuestThatRebootsWithoutALeaseWaitsForIt() {
        client.spec = client.spec.toBuilder()
                .setUserData(com.google.protobuf.ByteString.copyFromUtf8("xeno-sim: reboot-every=0.5"))
                .build();
        client.create();
        site.endLeases();
        Site.await("the lease is over", () -> !site.holdsLease(host));
        Site.await(
                "it wants to reboot",
                () -> here().equals(List.of("BUILDING"))
                        && site.hypervisor(host).list().stream().allMatch(domain -> domain.wantsReboot()));
        site.grantLeases();
        Site.await("it runs again", () -> here().equals(List.of("RUNNING")));
    }

    @Test
    void aGuestThatEndsByItselfIsTidiedUpAndBilledToThatMoment() {
        client.spec = client.spec.toBuilder()
                .setUserData(com.google.protobuf.ByteString.copyFromUtf8("xeno-sim: shutdown-after=0.3"))
                .build();
        client.create();
        Site.await(
                "it is stopped",
                () -> here().equals(List.of("SHUTDOWN"))
                        && inventory().getDomains(0).getDomid() == 0);
        client.delete();
        site.awaitBilledAsTrue();
    }
}
