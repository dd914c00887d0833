package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.invariants.Invariants;
import org.xenopolis.cluster.invariants.TruthEvent;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.agent.AgentConsoleRequest;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.ResizeDomainRequest;
import org.xenopolis.contracts.agent.StopDomainRequest;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.ConsoleChunk;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.host.simulator.XenBehaviour;
import org.xenopolis.host.simulator.XenBehaviours;

/** What real hosts were seen to do, one by one: the agent gets over it, and no guest runs twice or beyond the host. */
class XenBehaviourTest {
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void start() {
        site = new Site(folder);
    }

    @AfterEach
    void stop() {
        assertThat(Invariants.ofTruth(site.hosts(), events(), 0)).isEmpty();
        site.close();
    }

    private HostId addHost(XenBehaviour... behaviours) {
        site.behave(new XenBehaviours(Set.of(behaviours), 1));
        HostId host = site.addHost();
        site.awaitLease(host);
        return host;
    }

    private Client sized(HostId host, long gibibytes) {
        Client client = new Client(site, host);
        client.spec = client.spec.toBuilder()
                .setResources(client.spec.getResources().toBuilder().setMemoryBytes(gibibytes * GIBIBYTE))
                .build();
        return client;
    }

    private List<TruthEvent> events() {
        return Truth.events(site.truth());
    }

    private List<DomainView> domains(HostId host) {
        return site.stub(host)
                .getInventory(InventoryRequest.getDefaultInstance())
                .getDomainsList();
    }

    private List<String> here(HostId host) {
        return domains(host).stream().map(DomainView::getState).toList();
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(ProblemStatus.toProblem(refusal).code())
                                .isEqualTo(code));
    }

    private void assertBilledAsTrue(Client client) {
        client.delete();
        site.awaitBilledAsTrue();
    }

    @Test
    void aGuestThatCannotBeCopiedLiveStaysAndCanBeSuspended() {
        HostId source = addHost(XenBehaviour.PV_CANNOT_MOVE_LIVE);
        HostId target = addHost();
        Client client = new Client(site, source);
        client.create();
        Move move = new Move(client, target);
        move.prepare();

        assertThat(move.send().getLast().getPhase()).isEqualTo(MigrationPhase.ABORTED);

        assertThat(here(source)).containsExactly("RUNNING");
        Site.await("nothing is left there", () -> here(target).isEmpty());
        assertThat(site.stub(source).suspendDomain(client.command()).getDomain().getState())
                .isEqualTo("SUSPENDED");
        client.epoch = 2;
        assertThat(site.stub(source)
                        .resumeDomain(client.createRequest())
                        .getDomain()
                        .getState())
                .isEqualTo("RUNNING");
        assertBilledAsTrue(client);
    }

    @Test
    void aSaveThatIsCutOffLeavesAPausedGuestThatCanBeSavedAgain() {
        HostId host = addHost(XenBehaviour.SAVE_LEAVES_PAUSED);
        Client client = new Client(site, host);
        client.create();
        site.fault("sim.saved", "fail-once");
        assertRefused(() -> site.stub(host).suspendDomain(client.command()), "injected-fault");
        site.abandon(host);
        site.awaitLease(host);
        assertThat(here(host)).containsExactly("PAUSED");

        assertThat(site.stub(host).suspendDomain(client.command()).getDomain().getState())
                .isEqualTo("SUSPENDED");

        assertThat(Truth.unpausedNow(events())).isEmpty();
        client.epoch = 2;
        assertThat(site.stub(host)
                        .resumeDomain(client.createRequest())
                        .getDomain()
                        .getState())
                .isEqualTo("RUNNING");
        assertBilledAsTrue(client);
    }

    @Test
    void aGuestThatRebootsWaitsForItsOwnMemory() {
        HostId host = addHost(XenBehaviour.DYING_LINGERS);
        Client client = sized(host, 10);
        client.create();

        assertThat(site.stub(host).rebootDomain(client.command()).getDomain().getState())
                .isEqualTo("RUNNING");

        assertThat(site.truth()).anyMatch(line -> line.contains("DYING"));
        client.stop();
        assertThat(domains(host)).anyMatch(domain -> domain.getName().equals("(null)"));
        Client next = sized(host, 10);
        assertThat(next.create().getDomain().getState()).isEqualTo("RUNNING");
        assertRefused(() -> sized(host, 10).create(), "host-full");
    }

    @Test
    void aGuestThatRebootsByItselfWaitsForItsOwnMemory() {
        HostId host = addHost(XenBehaviour.DYING_LINGERS);
        Client client = sized(host, 10);
        client.spec = client.spec.toBuilder()
                .setUserData(ByteString.copyFromUtf8("# xeno-sim: cpu=0.1 reboot-every=1\n"))
                .build();
        client.create();
        Site.await(
                "it came back",
                () -> site.truth().stream()
                                .filter(line -> line.contains("RUNNING"))
                                .count()
                        >= 2);
    }

    /** The stream breaks, or the agent dies, while the half-built domain is there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHalfBuiltGuestDoesNotStay(boolean dies) {
        HostId source = addHost();
        HostId target = addHost(XenBehaviour.INCOMING_STAYS);
        Client client = sized(source, 4);
        client.create();
        Move move = new Move(client, target);
        move.prepare();
        site.fault("send.chunk@" + source, "block");
        Thread mover = Thread.startVirtualThread(() -> {
            try {
                move.send();
            } catch (StatusRuntimeException e) {
                // Asked for afterwards.
            }
        });
        Site.await("it is half there", () -> here(target).contains("INCOMING"));

        if (dies) {
            site.abandon(target);
            site.awaitLease(target);
        } else {
            site.stub(source).abortMigration(move.query(source));
        }
        site.heal("send.chunk@" + source);
        Site.await("the mover is done", () -> !mover.isAlive());
        move.resolve();

        Site.await("nothing is left of it", () -> here(target).isEmpty());
        assertThat(here(source)).containsExactly("RUNNING");
    }

    /** What started elsewhere meanwhile must not run here too, though this host's clock says that its lease goes on. */
    @Test
    void aFreezeThatTheClockDidNotNoticeIsNoticedByTheLease() {
        site.scheduler.grantFor(9_000);
        HostId frozen = addHost(XenBehaviour.CLOCK_LOSES_FREEZES);
        Client client = new Client(site, frozen).with(RecoveryPolicy.RESTART_ELSEWHERE);
        client.create();
        site.scheduler.lapse(frozen.toString());

        site.freeze(Duration.ofSeconds(43));

        Site.await("the old copy ends", () -> here(frozen).equals(List.of("SHUTDOWN")));
        assertThat(site.truth()).anyMatch(line -> line.contains("PAUSED"));
        HostId other = addHost();
        client.host = other;
        client.epoch = 2;
        assertThat(client.create().getDomain().getState()).isEqualTo("RUNNING");
        Site.await("it takes commands again", () -> site.holdsLease(frozen));
        assertThat(Truth.unpausedNow(events())).hasSize(1);
    }

    @Test
    void memoryThatAGuestKeepsIsNobodyElses() {
        HostId host = addHost(XenBehaviour.MEMORY_KEPT);
        Client client = sized(host, 10);
        client.create();

        DomainReply shrunk = resize(client, Resources.newBuilder().setMemoryBytes(2 * GIBIBYTE));

        assertThat(shrunk.getDomain().getResources().getMemoryBytes()).isEqualTo(10 * GIBIBYTE);
        assertRefused(() -> sized(host, 10).create(), "host-full");
        site.stub(host).rebootDomain(client.command());
        assertThat(domains(host).getFirst().getResources().getMemoryBytes()).isEqualTo(2 * GIBIBYTE);
        assertThat(sized(host, 10).create().getDomain().getState()).isEqualTo("RUNNING");
    }

    private DomainReply resize(Client client, Resources.Builder size) {
        return site.stub(client.host)
                .resizeDomain(ResizeDomainRequest.newBuilder()
                        .setHeader(client.header())
                        .setResources(size)
                        .build());
    }

    @Test
    void vcpusThatAGuestDoesNotTakeAreNotBilledUntilItReboots() {
        HostId host = addHost(XenBehaviour.VCPUS_IGNORED);
        Client client = new Client(site, host);
        client.create();

        DomainReply grown = resize(client, Resources.newBuilder().setVcpus(4));

        assertThat(grown.getDomain().getResources().getVcpus()).isEqualTo(2);
        site.stub(host).rebootDomain(client.command());
        assertThat(domains(host).getFirst().getResources().getVcpus()).isEqualTo(4);
        assertBilledAsTrue(client);
    }

    /** Destroying takes for ever here: the next lease comes all the same, and so do the other guests' lines. */
    @Test
    void slowDestroyingDelaysNeitherLeasesNorMeters() {
        HostId host = addHost(XenBehaviour.SLOW_LIFE);
        Client kept = new Client(site, host).with(RecoveryPolicy.KEEP_RUNNING);
        kept.create();
        List<Client> fenced = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Client one = new Client(site, host).with(RecoveryPolicy.RESTART_ELSEWHERE);
            one.create();
            fenced.add(one);
        }
        site.fault("sim.destroy", "block");
        site.fault("fence.halted", "block");
        site.endLeases();
        Site.await("the fence", () -> Truth.unpausedNow(events()).size() == 1);
        Site.await("it is being destroyed", () -> site.reached("sim.destroy"));

        site.heal("fence.halted");
        site.grantLeases();

        Site.await("a lease", () -> site.holdsLease(host));
        long lines = linesOf(kept);
        Site.await("another line", () -> linesOf(kept) > lines);
        site.heal("sim.destroy");
        Site.await(
                "only one is left",
                () -> domains(host).stream()
                                .filter(domain -> domain.getDomid() > 0)
                                .count()
                        == 1);
        fenced.getFirst().epoch = 2;
        assertThat(fenced.getFirst().create().getDomain().getState()).isEqualTo("RUNNING");
    }

    private long linesOf(Client client) {
        return site.usage().stream()
                .map(UsageBody::getInstanceId)
                .filter(client.instance::equals)
                .count();
    }

    @Test
    void aConsoleThatLostItsBeginningIsReadFromWhatIsLeft() {
        HostId host = addHost(XenBehaviour.SHORT_CONSOLE);
        Client client = new Client(site, host);
        client.create();
        List<ConsoleChunk> chunks = new ArrayList<>();
        site.stub(host)
                .readConsole(AgentConsoleRequest.newBuilder()
                        .setInstanceId(client.instance)
                        .build())
                .forEachRemaining(chunks::add);
        assertThat(chunks.getFirst().getOffset()).isPositive();
        assertThat(chunks.getLast().getBytes().toString(StandardCharsets.UTF_8)).contains("login:");
    }

    /** Late at every question, and then one that is not answered at all. */
    @Test
    void aStarvedDom0DoesNotCostTheLease() {
        HostId host = addHost(XenBehaviour.STARVED_DOM0);
        Client client = new Client(site, host).with(RecoveryPolicy.RESTART_ELSEWHERE);
        client.create();
        site.scheduler.grantFor(6_000);
        Site.await("short leases", () -> site.scheduler.granted(host.toString()) == 6_000);
        long epoch = site.scheduler.epoch(host.toString());
        long renewals = site.scheduler.renewals(host.toString());
        site.fault("sim.list", "block");

        Site.await("renewals", () -> site.scheduler.renewals(host.toString()) >= renewals + 5);

        site.heal("sim.list");
        assertThat(site.scheduler.epoch(host.toString())).isEqualTo(epoch);
        assertThat(here(host)).containsExactly("RUNNING");
        assertThat(client.stop().getDomain().getState()).isEqualTo("SHUTDOWN");
    }

    @Test
    void aVolumeThatTheGuestHoldsStaysItsOwnUntilItEnds() {
        HostId host = addHost(XenBehaviour.VOLUME_HELD);
        Client client = new Client(site, host);
        Client rival = new Client(site, host);
        client.create();
        rival.create();
        String volume = UUID.randomUUID().toString();
        site.stub(host).attachVolume(command(client, volume));

        assertRefused(() -> site.stub(host).detachVolume(command(client, volume)), "volume-busy");
        assertRefused(() -> site.stub(host).attachVolume(command(rival, volume)), "volume-attached");

        client.stop();
        site.stub(host).detachVolume(command(client, volume));
        site.stub(host).attachVolume(command(rival, volume));
        rival.stop();
        site.stub(host).detachVolume(command(rival, volume));
        client.delete();
        assertBilledAsTrue(rival);
    }

    private static VolumeCommand command(Client client, String volume) {
        return VolumeCommand.newBuilder()
                .setHeader(client.header())
                .setVolumeId(volume)
                .setSizeBytes(GIBIBYTE)
                .build();
    }

    @Test
    void aGuestThatIsDeafToShutdownIsHaltedAfterItsGrace() {
        HostId host = addHost(XenBehaviour.DEAF_TO_SHUTDOWN);
        Client client = new Client(site, host);
        client.create();

        DomainReply stopped = site.stub(host)
                .stopDomain(StopDomainRequest.newBuilder()
                        .setHeader(client.header())
                        .setGraceMillis(300)
                        .build());

        assertThat(stopped.getDomain().getState()).isEqualTo("SHUTDOWN");
        assertThat(Truth.unpausedNow(events())).isEmpty();
        assertBilledAsTrue(client);
    }

    /** All at once, but for the one that forbids moving: a whole life, billed as it was. */
    @Test
    void aWholeLifeOnHostsThatDoAllOfIt() {
        Set<XenBehaviour> all = Set.copyOf(Arrays.stream(XenBehaviour.values())
                .filter(one -> one != XenBehaviour.PV_CANNOT_MOVE_LIVE && one != XenBehaviour.CLOCK_LOSES_FREEZES)
                .toList());
        site.behave(new XenBehaviours(all, 1));
        HostId source = site.addHost();
        HostId target = site.addHost();
        site.awaitLease(source);
        site.awaitLease(target);
        Client client = sized(source, 1);
        client.create();
        resize(client, Resources.newBuilder().setVcpus(3).setMemoryBytes(2 * GIBIBYTE));
        Move move = new Move(client, target);
        move.prepare();
        assertThat(move.send().getLast().getPhase()).isEqualTo(MigrationPhase.COMPLETED);
        client.host = target;
        client.epoch = 2;
        site.stub(target).suspendDomain(client.command());
        client.epoch = 3;
        site.stub(target).resumeDomain(client.createRequest());
        assertThat(client.stop().getDomain().getState()).isEqualTo("SHUTDOWN");
        Site.await("nothing is left of it", () -> here(source).isEmpty());
        assertBilledAsTrue(client);
    }
}
