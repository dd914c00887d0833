package org.xenopolis.host.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Share;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.core.Reading;

/** What an agent may rely on, whatever is behind the port. A driver's test extends it and says how to get a host. */
public abstract class HypervisorDriverContract {
    protected static final MemorySize MEMORY = MemorySize.ofMebibytes(128);
    protected static final DiskSize DISK = DiskSize.ofMebibytes(64);

    private final InstanceId instance = new InstanceId(UUID.randomUUID());
    private final InstanceId rival = new InstanceId(UUID.randomUUID());

    /** The host under test; the same at every call within a test. */
    protected abstract HypervisorDriver driver();

    /** A second one, that guests can move to. */
    protected abstract HypervisorDriver other();

    /** Who {@link #other} is. */
    protected HostId otherHost() {
        return new HostId(new UUID(0, 2));
    }

    /** The agent's process ends and another begins; the host goes on. */
    protected abstract void restartAgent();

    /** Makes a guest write to its disk now and then. */
    protected abstract byte[] userData();

    /** Makes all vCPUs of a guest busy for as long as it runs. */
    protected abstract byte[] busyUserData();

    /** Makes a guest reboot soon after it has booted. */
    protected abstract byte[] rebootingUserData();

    /** For how long shares of CPUs are measured: long against the scheduler's slices and the guests' boot. */
    protected abstract Duration measuring();

    /** An image from which a guest boots. */
    protected abstract DiskSource image();

    @AfterEach
    void leaveNothing() {
        for (HypervisorDriver host : List.of(driver(), other())) {
            for (InstanceId guest : List.of(instance, rival)) {
                host.find(DomainName.of(guest)).ifPresent(domain -> host.destroy(domain.domid()));
                host.wipeVolumes(guest);
                host.wipeDisk(guest);
            }
            host.wipeVolume(volume);
        }
        closeHosts();
    }

    protected abstract void closeHosts();

    private DomainConfig config() {
        return config(MEMORY, false);
    }

    private DomainConfig config(MemorySize memory, boolean endsWithLease) {
        return config(instance, memory, 1, Share.DEFAULT, userData(), endsWithLease);
    }

    private static DomainConfig config(
            InstanceId instance, MemorySize memory, int vcpus, Share share, byte[] userData, boolean endsWithLease) {
        return new DomainConfig(
                instance,
                Epoch.FIRST,
                VcpuCount.of(vcpus),
                memory,
                share,
                List.of(),
                List.of(),
                new DomainConfig.Seed("contract", List.of(), userData),
                endsWithLease);
    }

    private Domain run() {
        driver().makeDisk(instance, image(), DISK);
        Domain domain = driver().build(config());
        driver().unpause(domain.domid());
        return look();
    }

    private Domain look() {
        return driver().find(DomainName.of(instance)).orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        await(Duration.ofMillis(5), condition);
    }

    private static void await(Duration between, BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            LockSupport.parkNanos(between.toNanos());
        }
    }

    private static void assertRefused(Runnable call, ErrorKind kind) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().kind()).isEqualTo(kind));
    }

    @Test
    void aBuiltDomainHasItsMemoryAndHasNotRun() {
        driver().makeDisk(instance, image(), DISK);

        Domain built = driver().build(config());

        assertThat(built.reading().state()).isEqualTo(DomainState.BUILDING);
        assertThat(built.name().instance()).contains(instance);
        assertThat(built.memory()).isEqualTo(MEMORY);
        assertThat(built.vcpus()).isEqualTo(VcpuCount.of(1));
        assertThat(look().domid()).isEqualTo(built.domid());
    }

    @Test
    void anInstanceHasOneDomainAtMost() {
        run();
        assertRefused(() -> driver().build(config()), ErrorKind.CONFLICT);
    }

    @Test
    void aDomainNeedsItsDisk() {
        assertRefused(() -> driver().build(config()), ErrorKind.NOT_FOUND);
    }

    @Test
    void moreMemoryThanThereIsIsRefusedAndLeavesNothing() {
        driver().makeDisk(instance, image(), DISK);
        MemorySize tooMuch = driver().describe().memory().plus(MEMORY);
        assertRefused(() -> driver().build(config(tooMuch, false)), ErrorKind.NO_CAPACITY);
        assertThat(driver().find(DomainName.of(instance))).isEmpty();
    }

    @Test
    void readingsGrowWhileItRunsAndStandStillWhileItIsPaused() {
        Domain running = run();
        await(() -> look().reading().counters().cpuNanos()
                > running.reading().counters().cpuNanos());

        Reading paused = driver().pause(running.domid());
        Reading later = look().reading();

        assertThat(paused.state()).isEqualTo(DomainState.PAUSED);
        assertThat(later.counters()).isEqualTo(paused.counters());
        assertThat(later.sinceNanos()).isEqualTo(paused.sinceNanos());
        assertThat(later.atNanos()).isGreaterThanOrEqualTo(paused.atNanos());
        assertThat(driver().unpause(running.domid()).state().isUnpaused()).isTrue();
    }

    @Test
    void rulesChangeWhileTheGuestRuns() {
        Domain running = run();
        driver().setRules(running.domid(), List.of());
        assertThat(look().reading().state().isUnpaused()).isTrue();
        driver().destroy(running.domid());
        assertRefused(() -> driver().setRules(running.domid(), List.of()), ErrorKind.NOT_FOUND);
    }

    @Test
    void pausingTwiceIsPausingOnce() {
        Domain running = run();
        Reading first = driver().pause(running.domid());
        Reading second = driver().pause(running.domid());
        assertThat(second.sinceNanos()).isEqualTo(first.sinceNanos());
        assertThat(second.counters()).isEqualTo(first.counters());
    }

    @Test
    void aGuestThatShutsDownKeepsItsCountersUntilItIsDestroyed() {
        Domain running = run();
        Reading ended = driver().shutdown(running.domid(), Duration.ofSeconds(60));
        assertThat(ended.state()).isEqualTo(DomainState.SHUTDOWN);
        assertThat(look().wantsReboot()).isFalse();
        assertThat(look().reading().counters()).isEqualTo(ended.counters());

        driver().destroy(running.domid());
        driver().destroy(running.domid());
        assertThat(driver().find(DomainName.of(instance))).isEmpty();
        assertThat(driver().disks()).containsKey(instance);
    }

    @Test
    void aGuestThatRebootsEndsAndSaysSo() {
        driver().makeDisk(instance, image(), DISK);
        Domain built = driver().build(config(instance, MEMORY, 1, Share.DEFAULT, rebootingUserData(), false));
        driver().unpause(built.domid());

        await(() -> look().reading().state() == DomainState.SHUTDOWN);

        assertThat(look().wantsReboot()).isTrue();
        driver().destroy(built.domid());
        assertThat(driver().build(config()).wantsReboot()).isFalse();
    }

    @Test
    void haltingNeedsNoConsent() {
        Domain running = run();
        assertThat(driver().halt(running.domid()).state()).isEqualTo(DomainState.SHUTDOWN);
        assertRefused(() -> driver().unpause(running.domid()), ErrorKind.CONFLICT);
    }

    @Test
    void resizingShowsAtOnce() {
        Domain running = run();
        Reading changed = driver().resize(running.domid(), VcpuCount.of(2), MEMORY.times(2));
        assertThat(changed.sinceNanos()).isGreaterThan(running.reading().sinceNanos());
        assertThat(look().vcpus()).isEqualTo(VcpuCount.of(2));
        assertThat(look().memory()).isEqualTo(MEMORY.times(2));
    }

    /** Runs a guest that never rests. */
    private int runBusy(InstanceId guest, int vcpus, Share share) {
        driver().makeDisk(guest, image(), DISK);
        Domain built = driver().build(config(guest, MEMORY, vcpus, share, busyUserData(), false));
        driver().unpause(built.domid());
        return built.domid();
    }

    /** CPUs in use by each of the domains while it was measured; looking takes some, so there are few looks. */
    private List<Double> measure(Integer... domids) {
        List<Reading> before = readings(domids);
        await(
                measuring().dividedBy(4),
                () -> readings(domids).getFirst().atNanos() - before.getFirst().atNanos()
                        >= measuring().toNanos());
        List<Reading> after = readings(domids);
        return IntStream.range(0, domids.length)
                .mapToObj(i -> (after.get(i).counters().cpuNanos()
                                - before.get(i).counters().cpuNanos())
                        / (double) (after.get(i).atNanos() - before.get(i).atNanos()))
                .toList();
    }

    private List<Reading> readings(Integer... domids) {
        Map<Integer, Reading> all = driver().list().stream().collect(Collectors.toMap(Domain::domid, Domain::reading));
        return Stream.of(domids)
                .map(domid -> Objects.requireNonNull(all.get(domid)))
                .toList();
    }

    @Test
    void aCapHoldsThoughTheHostIsIdle() {
        int capped = runBusy(instance, 2, new Share(Share.WEIGHT_DEFAULT, 30));

        assertThat(measure(capped).getFirst()).isBetween(0.2, 0.33);
    }

    @Test
    void busyGuestsShareByWeightAndLeaveNothing() {
        int cpus = driver().describe().physicalCpus();
        int one = runBusy(instance, cpus, new Share(512, 0));
        int two = runBusy(rival, cpus, new Share(256, 0));

        List<Double> used = measure(one, two);

        assertThat(used.getFirst() + used.getLast()).isBetween(cpus * 0.8, cpus * 1.02);
        assertThat(used.getFirst() / used.getLast()).isBetween(1.6, 2.4);
    }

    @Test
    void whatACappedGuestLeavesIsTheOthers() {
        int cpus = driver().describe().physicalCpus();
        int heavy = runBusy(instance, cpus, new Share(Share.WEIGHT_MAX, 50));
        int other = runBusy(rival, cpus, Share.DEFAULT);

        List<Double> used = measure(heavy, other);

        assertThat(used.getFirst()).isLessThan(0.55);
        assertThat(used.getLast()).isGreaterThan((cpus - 0.5) * 0.8);
    }

    @Test
    void aSavedGuestGoesOnWhereItWas() {
        Domain running = run();
        assertThat(driver().save(running.domid()).state()).isEqualTo(DomainState.SUSPENDED);
        assertThat(driver().hasSaved(instance)).isTrue();
        driver().destroy(running.domid());

        Domain restored = driver().restore(config());
        driver().dropSaved(instance);

        assertThat(restored.domid()).isNotEqualTo(running.domid());
        assertThat(driver().unpause(restored.domid()).state().isUnpaused()).isTrue();
        assertThat(driver().hasSaved(instance)).isFalse();
    }

    @Test
    void disksOutliveDomainsAndEndWithAWipe() {
        Domain running = run();
        driver().destroy(running.domid());
        assertThat(driver().disks()).containsEntry(instance, DISK);
        driver().growDisk(instance, DISK.times(2));
        assertThat(driver().disks()).containsEntry(instance, DISK.times(2));
        driver().makeDisk(instance, image(), DISK);
        assertThat(driver().disks()).containsEntry(instance, DISK.times(2));

        driver().wipeDisk(instance);
        driver().wipeDisk(instance);
        assertThat(driver().disks()).doesNotContainKey(instance);
    }

    private final VolumeId volume = new VolumeId(UUID.randomUUID());

    @Test
    void attachingTwiceIsAttachingOnceHoweverLittleRoomIsLeft() {
        run();
        // Twice would not fit.
        DomainConfig.Disk large =
                new DomainConfig.Disk(volume, driver().describe().disk().bytes() / 3 * 2);

        long first = driver().attachVolume(instance, large);
        long second = driver().attachVolume(instance, large);

        assertThat(second).isEqualTo(first);
        assertThat(driver().volumes()).containsEntry(volume, new DiskSize(large.sizeBytes()));
    }

    @Test
    void repeatingAChangeOfDisksAnswersWhenItHappened() {
        run();
        DomainConfig.Disk small = new DomainConfig.Disk(volume, DISK.bytes());
        long attached = driver().attachVolume(instance, small);
        assertThat(driver().attachVolume(instance, small)).isEqualTo(attached);
        long detached = driver().detachVolume(instance, volume);
        assertThat(detached).isGreaterThan(attached);
        assertThat(driver().detachVolume(instance, volume)).isEqualTo(detached);
        long grown = driver().growDisk(instance, DISK.times(2));
        assertThat(grown).isGreaterThan(detached);
        assertThat(driver().growDisk(instance, DISK.times(2))).isEqualTo(grown);
        driver().destroy(look().domid());
        long wiped = driver().wipeDisk(instance);
        assertThat(wiped).isGreaterThan(grown);
        assertThat(driver().wipeDisk(instance)).isEqualTo(wiped);
    }

    @Test
    void volumesOutliveInstancesAndEndWithAWipe() {
        Domain running = run();
        driver().attachVolume(instance, new DomainConfig.Disk(volume, DISK.bytes()));
        assertRefused(() -> driver().wipeVolume(volume), ErrorKind.CONFLICT);
        driver().destroy(running.domid());
        driver().wipeDisk(instance);
        assertThat(driver().volumes()).containsEntry(volume, DISK);

        driver().wipeVolume(volume);
        driver().wipeVolume(volume);

        assertThat(driver().volumes()).doesNotContainKey(volume);
    }

    @Test
    void aCopyOfADiskIsTheDiskAsItWasThen() throws IOException {
        Domain running = run();
        Reading paused = driver().pause(running.domid());
        try (InputStream one = driver().copyDisk(instance);
                InputStream two = driver().copyDisk(instance)) {
            byte[] before = one.readAllBytes();
            driver().unpause(running.domid());
            await(() -> look().reading().counters().diskWriteBytes()
                    > paused.counters().diskWriteBytes());

            assertThat(two.readAllBytes()).isEqualTo(before);
        }
    }

    @Test
    void aVolumeIsOneInstancesAtMost() {
        run();
        driver().attachVolume(instance, new DomainConfig.Disk(volume, DISK.bytes()));
        InstanceId stranger = new InstanceId(UUID.randomUUID());
        assertRefused(
                () -> driver().attachVolume(stranger, new DomainConfig.Disk(volume, DISK.bytes())), ErrorKind.CONFLICT);
        driver().detachVolume(instance, volume);
        driver().attachVolume(stranger, new DomainConfig.Disk(volume, DISK.bytes()));
        driver().detachVolume(stranger, volume);
    }

    @Test
    void whatMovedAwayIsWipedWithItsVolumesButNotWithThoseItGaveBack() {
        Domain running = run();
        VolumeId given = new VolumeId(UUID.randomUUID());
        driver().attachVolume(instance, new DomainConfig.Disk(volume, DISK.bytes()));
        driver().attachVolume(instance, new DomainConfig.Disk(given, DISK.bytes()));
        driver().detachVolume(instance, given);
        driver().destroy(running.domid());

        driver().wipeVolumes(instance);

        assertThat(driver().volumes()).containsOnlyKeys(given);
        driver().wipeVolume(given);
    }

    @Test
    void aGuestMovesAndIsOnlyAllowedToRunAtOneEnd() {
        Domain here = run();
        other().receiveDisk(instance, DISK);
        Domain there;
        try (OutgoingMigration outgoing = driver().send(here.domid(), otherHost());
                IncomingMigration incoming = other().receive(config())) {
            for (boolean last = false; !last; ) {
                OutgoingMigration.Chunk chunk = outgoing.next();
                incoming.accept(chunk);
                last = chunk.last();
            }
            assertThat(outgoing.stopped().state()).isEqualTo(DomainState.SUSPENDED);
            there = incoming.ready();
        }
        assertThat(look().reading().state()).isEqualTo(DomainState.SUSPENDED);
        assertThat(there.reading().state()).isEqualTo(DomainState.INCOMING);

        driver().relinquish(here.domid());
        assertRefused(() -> driver().resume(here.domid()), ErrorKind.CONFLICT);
        assertRefused(() -> driver().unpause(here.domid()), ErrorKind.CONFLICT);
        assertThat(other().unpause(there.domid()).state().isUnpaused()).isTrue();
    }

    @Test
    void aMigrationThatIsGivenUpLeavesNothingThereAndGoesOnHere() {
        Domain here = run();
        other().receiveDisk(instance, DISK);
        try (OutgoingMigration outgoing = driver().send(here.domid(), otherHost());
                IncomingMigration incoming = other().receive(config())) {
            for (boolean last = false; !last; ) {
                OutgoingMigration.Chunk chunk = outgoing.next();
                incoming.accept(chunk);
                last = chunk.last();
            }
        }
        assertThat(other().find(DomainName.of(instance))).isEmpty();
        driver().relinquish(here.domid());
        driver().reclaim(here.domid());
        assertThat(driver().resume(here.domid()).state().isUnpaused()).isTrue();
    }

    @Test
    void theConsoleSaysWhoItIs() {
        Domain running = run();
        StringBuilder text = new StringBuilder();
        long[] offset = {0};
        await(() -> {
            ConsoleText more = driver().console(running.domid(), offset[0]);
            assertThat(more.offset()).isGreaterThanOrEqualTo(offset[0]);
            text.append(new String(more.bytes(), StandardCharsets.UTF_8));
            offset[0] = more.offset() + more.bytes().length;
            return text.toString().contains("contract login:");
        });
    }

    @Test
    void theHostGoesOnWhileTheAgentRestarts() {
        Domain before = run();
        String boot = driver().describe().bootId();

        restartAgent();

        assertThat(driver().describe().bootId()).isEqualTo(boot);
        Domain after = look();
        assertThat(after.domid()).isEqualTo(before.domid());
        assertThat(after.reading().sinceNanos()).isEqualTo(before.reading().sinceNanos());
        assertThat(after.reading().counters().cpuNanos())
                .isGreaterThanOrEqualTo(before.reading().counters().cpuNanos());
        await(() -> look().reading().counters().cpuNanos()
                > before.reading().counters().cpuNanos());
    }

    @Test
    void unknownDomainsAreNotFound() {
        assertRefused(() -> driver().pause(9_999), ErrorKind.NOT_FOUND);
        assertRefused(() -> driver().console(9_999, 0), ErrorKind.NOT_FOUND);
    }

    protected static Digest digest(char hex) {
        return Digest.of("sha256:" + String.valueOf(hex).repeat(64));
    }
}
