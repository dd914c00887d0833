package org.xenopolis.cluster.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.CpuTime;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;

class TruthInvariantsTest {
    private static final HostId ONE = new HostId(new UUID(0, 1));
    private static final HostId TWO = new HostId(new UUID(0, 2));
    private static final InstanceId GUEST = new InstanceId(new UUID(1, 1));

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findNothingInAHistoryWithoutFault(long seed) {
        TruthGenerator truth = new TruthGenerator(seed, 3, 8);
        List<TruthEvent> byHost = new ArrayList<>(truth.events);
        Collections.shuffle(truth.hosts, new Random(seed));
        byHost.sort(Comparator.comparingInt(event -> truth.hosts.indexOf(event.host())));

        assertThat(Invariants.ofTruth(hostsThatJustSuffice(truth), byHost, 0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findAHostThatHadOneByteTooFew(long seed) {
        TruthGenerator truth = new TruthGenerator(seed, 3, 8);
        for (Host host : hostsThatJustSuffice(truth)) {
            long bytes = host.capacity().memory().bytes();
            int vcpus = host.capacity().physicalCpus();
            if (bytes > 0) {
                assertThat(Invariants.ofTruth(List.of(host(host.id(), vcpus, bytes - 1)), truth.events, 0))
                        .extracting(Violation::invariant)
                        .containsExactly(Invariant.I2);
                assertThat(Invariants.ofTruth(List.of(host(host.id(), vcpus - 1, bytes)), truth.events, 0))
                        .extracting(Violation::invariant)
                        .containsExactly(Invariant.I2);
            }
        }
    }

    /** Any events at all: the sweep finds a double life exactly when looking at every instant does. */
    @ParameterizedTest
    @MethodSource("seeds")
    void findADoubleLifeExactlyWhenThereIsOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DomainState[] states = {DomainState.RUNNING, DomainState.PAUSED, DomainState.BLOCKED, DomainState.GONE};
        List<TruthEvent> events = new ArrayList<>();
        int count = random.nextInt(1, 12);
        for (int i = 0; i < count; i++) {
            HostId host = random.nextBoolean() ? ONE : TWO;
            int domid = random.nextInt(1, 3);
            InstanceId instance = new InstanceId(new UUID(1, random.nextInt(1, 3)));
            events.add(event(host, "b", i / 2, domid, instance, states[random.nextInt(states.length)]));
        }

        assertThat(!Invariants.ofTruth(List.of(), events, 0).isEmpty())
                .as("%s", events)
                .isEqualTo(twoLivesAtSomeInstant(events));
    }

    @Test
    void judgeAHandOverToTheNanosecond() {
        List<TruthEvent> history = List.of(
                event(ONE, "b", 0, 1, GUEST, DomainState.RUNNING),
                event(TWO, "b", 100, 1, GUEST, DomainState.RUNNING),
                event(ONE, "b", 100, 1, GUEST, DomainState.SUSPENDED));
        List<TruthEvent> late =
                List.of(history.get(0), history.get(1), event(ONE, "b", 101, 1, GUEST, DomainState.SUSPENDED));

        assertThat(Invariants.ofTruth(List.of(), history, 0)).isEmpty();
        assertThat(Invariants.ofTruth(List.of(), late, 0))
                .singleElement()
                .satisfies(violation -> assertThat(violation.toString()).contains("I1", GUEST.toString(), "101"));
        assertThat(Invariants.ofTruth(List.of(), late, 1)).isEmpty();
    }

    @Test
    void reportADoubleLifeThatGoesOnWhateverTheTolerance() {
        List<TruthEvent> history = List.of(
                event(ONE, "b", 0, 1, GUEST, DomainState.RUNNING), event(TWO, "b", 1, 1, GUEST, DomainState.BLOCKED));

        assertThat(Invariants.ofTruth(List.of(), history, Long.MAX_VALUE - 1)).hasSize(1);
    }

    @Test
    void findTwoDomainsOfOneInstanceOnOneHost() {
        List<TruthEvent> history = List.of(
                event(ONE, "b", 0, 1, GUEST, DomainState.RUNNING), event(ONE, "b", 1, 2, GUEST, DomainState.RUNNING));

        assertThat(Invariants.ofTruth(List.of(), history, 0)).hasSize(1);
    }

    @Test
    void endALifeWithTheBootItBelongedTo() {
        List<TruthEvent> restartedElsewhere = List.of(
                event(ONE, "first", 0, 1, GUEST, DomainState.RUNNING),
                event(TWO, "b", 50, 1, GUEST, DomainState.RUNNING),
                event(ONE, "second", 100, 1, new InstanceId(new UUID(1, 2)), DomainState.RUNNING));

        assertThat(Invariants.ofTruth(List.of(), restartedElsewhere, 0)).isEmpty();
        assertThat(Invariants.ofTruth(List.of(), restartedElsewhere.subList(0, 2), 0))
                .hasSize(1);
    }

    @Test
    void letOneDomainTakeTheMemoryThatAnotherGivesBackInThatInstant() {
        InstanceId next = new InstanceId(new UUID(1, 2));
        List<TruthEvent> history = List.of(
                event(ONE, "b", 10, 2, next, DomainState.BUILDING),
                event(ONE, "b", 10, 2, next, DomainState.RUNNING),
                event(ONE, "b", 0, 1, GUEST, DomainState.RUNNING),
                event(ONE, "b", 10, 1, GUEST, DomainState.GONE));

        assertThat(Invariants.ofTruth(List.of(host(ONE, 1, 1L << 20)), history, 0))
                .isEmpty();
    }

    @Test
    void findALongLifeBehindAShortOneInBetween() {
        InstanceId other = new InstanceId(new UUID(1, 2));
        List<TruthEvent> history = List.of(
                event(ONE, "b", 0, 1, GUEST, DomainState.RUNNING),
                event(ONE, "b", 1, 2, other, DomainState.RUNNING),
                event(ONE, "b", 100, 1, GUEST, DomainState.GONE),
                event(TWO, "b", 10, 1, GUEST, DomainState.RUNNING),
                event(TWO, "b", 20, 1, GUEST, DomainState.GONE),
                event(TWO, "b", 50, 2, GUEST, DomainState.RUNNING),
                event(TWO, "b", 60, 2, GUEST, DomainState.GONE));

        assertThat(Invariants.ofTruth(List.of(), history, 0)).hasSize(2);
    }

    @Test
    void findAnInstanceUnpausedInTwoInventories() {
        SeenDomain here = new SeenDomain(ONE, 1, GUEST, Epoch.FIRST, DomainState.BLOCKED);
        SeenDomain there = new SeenDomain(TWO, 1, GUEST, Epoch.FIRST, DomainState.RUNNING);
        SeenDomain paused = new SeenDomain(TWO, 1, GUEST, Epoch.FIRST, DomainState.INCOMING);

        assertThat(Invariants.ofInventories(List.of(here, there)))
                .extracting(Violation::invariant)
                .containsExactly(Invariant.I1);
        assertThat(Invariants.ofInventories(List.of(here, paused))).isEmpty();
    }

    private static boolean twoLivesAtSomeInstant(List<TruthEvent> events) {
        record Domain(HostId host, int domid) {}
        Map<Domain, TruthEvent> now = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            now.put(new Domain(events.get(i).host(), events.get(i).domid()), events.get(i));
            boolean instantOver = i == events.size() - 1
                    || events.get(i + 1).monotonicNanos() > events.get(i).monotonicNanos();
            if (instantOver) {
                Set<InstanceId> running = new HashSet<>();
                for (TruthEvent event : now.values()) {
                    if (event.state().isUnpaused() && !running.add(event.instance())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Looks at every instant at which something happened. */
    private static List<Host> hostsThatJustSuffice(TruthGenerator truth) {
        record Domain(HostId host, int domid) {}
        List<TruthEvent> ordered = new ArrayList<>(truth.events);
        ordered.sort(Comparator.comparingLong(TruthEvent::monotonicNanos));
        Map<Domain, TruthEvent> now = new HashMap<>();
        Map<HostId, Long> bytes = new HashMap<>();
        Map<HostId, Integer> vcpus = new HashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            now.put(new Domain(ordered.get(i).host(), ordered.get(i).domid()), ordered.get(i));
            if (i < ordered.size() - 1
                    && ordered.get(i + 1).monotonicNanos() == ordered.get(i).monotonicNanos()) {
                continue;
            }
            for (HostId host : truth.hosts) {
                List<TruthEvent> there = now.values().stream()
                        .filter(event -> event.host().equals(host) && event.state() != DomainState.GONE)
                        .toList();
                bytes.merge(
                        host,
                        there.stream()
                                .mapToLong(event -> event.memory().bytes())
                                .sum(),
                        Math::max);
                vcpus.merge(host, there.size(), Math::max);
            }
        }
        return truth.hosts.stream()
                .map(host -> host(host, vcpus.getOrDefault(host, 0), bytes.getOrDefault(host, 0L)))
                .toList();
    }

    private static Host host(HostId id, int cpus, long bytes) {
        return new Host(
                id,
                id.toString(),
                ZoneName.of("a"),
                HostState.UP,
                Generation.FIRST,
                new HostCapacity(cpus, 1_000, new MemorySize(bytes), DiskSize.ZERO),
                new XenVersion(4, 17, 0),
                new CpuModel("GenuineIntel", Set.of()),
                Set.of(),
                Map.of());
    }

    private static TruthEvent event(
            HostId host, String boot, long nanos, int domid, InstanceId instance, DomainState state) {
        return new TruthEvent(
                host,
                boot,
                nanos,
                OptionalLong.empty(),
                domid,
                instance,
                state,
                MemorySize.ofMebibytes(1),
                VcpuCount.of(1),
                CpuTime.ZERO);
    }
}
