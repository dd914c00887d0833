package org.xenopolis.host.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.cluster.invariants.Invariants;
import org.xenopolis.cluster.invariants.TruthEvent;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.contracts.usage.UsageBody;

/** A guest moves between two hosts, and everything fails once at every step of it. */
class MigrationTest {
    @TempDir
    Path folder;

    private Site site;
    private HostId source;
    private HostId target;
    private Client client;
    private Move move;

    @BeforeEach
    void start() {
        site = new Site(folder);
        source = site.addHost();
        target = site.addHost();
        site.awaitLease(source);
        site.awaitLease(target);
        client = new Client(site, source);
        client.create();
        move = new Move(client, target);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private List<TruthEvent> running() {
        return Truth.unpausedNow(Truth.events(site.truth()));
    }

    private List<String> here(HostId host) {
        return site.stub(host).getInventory(InventoryRequest.getDefaultInstance()).getDomainsList().stream()
                .map(domain -> domain.getInstanceId() + " " + domain.getState())
                .toList();
    }

    private void assertRunsOnceAndIsClean() {
        Site.await("one copy runs", () -> running().size() == 1);
        Site.await(
                "nothing is left of the other",
                () -> here(source).size() + here(target).size() == 1);
        assertThat(Invariants.ofTruth(List.of(), Truth.events(site.truth()), 0)).isEmpty();
        assertThat(running())
                .singleElement()
                .satisfies(event -> assertThat(event.instance()).isEqualTo(InstanceId.of(client.instance)));
    }

    @Test
    void movesAndKeepsItsMeterExact() {
        assertThat(move.prepare().getPhase()).isEqualTo(MigrationPhase.PREPARED);

        MigrationView outcome = move.send().getLast();

        assertThat(outcome.getPhase()).isEqualTo(MigrationPhase.COMPLETED);
        assertThat(outcome.getCopiedBytes())
                .isGreaterThanOrEqualTo(client.spec.getResources().getMemoryBytes());
        assertThat(outcome.getPauseNanos()).isPositive();
        assertThat(outcome.getPredictedCopyNanos()).isPositive();
        assertRunsOnceAndIsClean();
        assertThat(here(target)).containsExactly(client.instance + " RUNNING");

        move.follow();
        client.delete();
        site.awaitBilledAsTrue();
        assertThat(lines(source).getLast().getLast()).isTrue();
        assertThat(lines(source)).filteredOn(UsageBody::getLast).hasSize(1);
        assertThat(lines(source).getLast().getEndMonotonicNanos())
                .isGreaterThan(lines(source).getLast().getStartMonotonicNanos());
    }

    @Test
    void itsHostTellsWhatItsDiskHoldsAndThatIsCopiedToo() {
        Site.await("the host's word", () -> told() > 1 << 20);
        long held = told();
        assertThat(Objects.requireNonNull(site.scheduler.last(source.toString()))
                        .getFacts()
                        .getDiskBytesPerSecond())
                .isEqualTo(2_000_000_000L);
        move.prepare();

        MigrationView outcome = move.send().getLast();

        assertThat(outcome.getCopiedBytes())
                .isGreaterThanOrEqualTo(client.spec.getResources().getMemoryBytes() + held);
    }

    private long told() {
        return Optional.ofNullable(site.scheduler.last(source.toString())).stream()
                .flatMap(request -> request.getGuestLoadsList().stream())
                .mapToLong(GuestLoad::getDiskHeldBytes)
                .sum();
    }

    private List<UsageBody> lines(HostId host) {
        return site.usage().stream()
                .filter(line -> line.getHostId().equals(host.toString()))
                .toList();
    }

    /** Found on real hosts, where a copy takes longer than the agent's rounds. */
    @Test
    void aGuestThatComesBackIsNotLetRunByTheMigrationThatBroughtItBefore() {
        new Client(site, target).create();
        for (HostId next : List.of(target, source)) {
            move = new Move(client, next);
            move.prepare();
            assertThat(move.send().getLast().getPhase()).isEqualTo(MigrationPhase.COMPLETED);
            move.follow();
        }
        move = new Move(client, target);
        site.fault("send.ready@" + source, "block");
        move.prepare();
        Thread mover = Thread.startVirtualThread(this::sendQuietly);
        Site.await("it has arrived, undecided", () -> site.reached("send.ready"));
        int before = lines(target).size();
        Site.await(
                "the target's agent has looked after its guests",
                () -> lines(target).size() > before + 3);
        assertThat(here(target)).contains(client.instance + " INCOMING");
        site.heal("send.ready@" + source);
        Site.await("the mover is done", () -> !mover.isAlive());
        assertThat(move.phase(target)).isEqualTo(MigrationPhase.COMPLETED);
        assertThat(Invariants.ofTruth(List.of(), Truth.events(site.truth()), 0)).isEmpty();
    }

    @Test
    void aMigrationThatIsCalledOffDoesNotEndTheUsage() {
        site.fault("receive.ready@" + target, "fail-once");
        move.prepare();
        sendQuietly();
        move.resolve();
        assertRunsOnceAndIsClean();
        assertThat(lines(source)).noneMatch(UsageBody::getLast);
        client.delete();
        site.awaitBilledAsTrue();
        assertThat(lines(source)).filteredOn(UsageBody::getLast).isNotEmpty();
    }

    /** The receiver has it, the source lost its power before it heard so: what it used there is billed all the same. */
    @Test
    void aSourceThatLosesItsPowerAfterTheHandOverBillsWhatRanThere() {
        site.fault("send.go@" + source, "block");
        move.prepare();
        Thread mover = Thread.startVirtualThread(this::sendQuietly);
        Site.await("handed over", () -> site.reached("send.go"));
        site.hypervisor(source).reboot();
        site.abandon(source);
        site.heal("send.go@" + source);
        site.awaitLease(source);
        Site.await("the mover is done", () -> !mover.isAlive());
        move.resolve();
        Site.await("its last line is sent", () -> lines(source).stream().anyMatch(UsageBody::getLast));
        assertThat(lines(source).getLast().getCpuNanos()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void itsVolumesMoveWithItAndNothingOfThemStays() {
        VolumeId volume = new VolumeId(UUID.randomUUID());
        VolumeId kept = new VolumeId(UUID.randomUUID());
        for (VolumeId one : List.of(volume, kept)) {
            site.stub(source).attachVolume(volumeCommand(one));
        }
        site.stub(source).detachVolume(volumeCommand(kept));
        site.stub(target)
                .prepareReceive(move.prepareRequest().toBuilder()
                        .addVolumeIds(volume.toString())
                        .addVolumeBytes(1L << 30)
                        .build());

        assertThat(move.send().getLast().getPhase()).isEqualTo(MigrationPhase.COMPLETED);

        assertRunsOnceAndIsClean();
        assertThat(site.hypervisor(target).volumes()).containsOnlyKeys(volume);
        Site.await(
                "only what it gave back is left",
                () -> site.hypervisor(source).volumes().keySet().equals(Set.of(kept)));
    }

    private VolumeCommand volumeCommand(VolumeId volume) {
        return VolumeCommand.newBuilder()
                .setHeader(client.header())
                .setVolumeId(volume.toString())
                .setSizeBytes(1L << 30)
                .build();
    }

    static Stream<String> sourceSteps() {
        return Stream.of(
                "send.begin",
                "sim.copy",
                "send.chunk",
                "sim.suspend",
                "send.stopped",
                "send.ready",
                "send.hand-over",
                "send.handed-over",
                "send.go",
                "send.answered",
                "send.complete",
                "send.completed");
    }

    static Stream<String> targetSteps() {
        return Stream.of(
                "prepare-receive.journaled",
                "receive.chunk",
                "receive.copying",
                "receive.ready",
                "receive.ready-journaled",
                "receive.go",
                "receive.decided",
                "receive.unpaused");
    }

    @ParameterizedTest
    @MethodSource("sourceSteps")
    void survivesAFailureOfTheSourceAt(String step) {
        site.fault(step + "@" + source, "fail-once");
        move.prepare();
        sendQuietly();
        Site.await(step, () -> site.reached(step));
        move.resolve();
        assertRunsOnceAndIsClean();
    }

    @ParameterizedTest
    @MethodSource("targetSteps")
    void survivesAFailureOfTheTargetAt(String step) {
        site.fault(step + "@" + target, "fail-once");
        prepareQuietly();
        sendQuietly();
        Site.await(step, () -> site.reached(step));
        move.resolve();
        assertRunsOnceAndIsClean();
    }

    private void prepareQuietly() {
        try {
            move.prepare();
        } catch (StatusRuntimeException e) {
            move.prepare();
        }
    }

    private void sendQuietly() {
        try {
            move.send();
        } catch (StatusRuntimeException e) {
            // The scheduler asks both ends afterwards.
        }
    }

    /** The process that meets the step stands still there, and is killed. */
    @ParameterizedTest
    @MethodSource("sourceSteps")
    void survivesTheDeathOfTheSourceAt(String step) {
        dies(source, step);
    }

    @ParameterizedTest
    @MethodSource("targetSteps")
    void survivesTheDeathOfTheTargetAt(String step) {
        dies(target, step);
    }

    private void dies(HostId victim, String step) {
        site.fault(step + "@" + victim, "block");
        Thread mover = Thread.startVirtualThread(() -> {
            try {
                prepareQuietly();
            } catch (StatusRuntimeException e) {
                return;
            }
            sendQuietly();
        });
        Site.await(step, () -> site.reached(step));
        site.abandon(victim);
        site.heal(step + "@" + victim);
        site.awaitLease(victim);
        Site.await("the mover is done", () -> !mover.isAlive());
        move.resolve();
        assertRunsOnceAndIsClean();
    }

    @Test
    void anAbortBeforeTheCopyIsForEver() {
        site.stub(target).abortMigration(move.query(target));
        assertThat(move.prepare().getPhase()).isEqualTo(MigrationPhase.ABORTED);
        sendQuietly();
        assertThat(move.phase(source)).isEqualTo(MigrationPhase.ABORTED);
        assertRunsOnceAndIsClean();
    }
}
