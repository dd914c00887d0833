package org.xenopolis.cluster.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.ClusterGenerator;
import org.xenopolis.cluster.ClusterGenerator.Shape;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.ZoneName;

class LedgerInvariantsTest {
    private static final TenantId TENANT = new TenantId(new UUID(2, 1));
    private static final PlacementGroup GROUP = new PlacementGroup(TENANT, "g");
    private static final Resources BYTE = Resources.of(0, new MemorySize(1), DiskSize.ZERO);

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findNothingInAGeneratedCluster(long seed) {
        Cluster cluster = ClusterGenerator.seeded(seed).anyCluster();

        assertThat(Invariants.ofLedger(cluster)).isEmpty();
        assertThat(Invariants.ofRecordedUse(cluster, recorded(cluster))).isEmpty();
    }

    static Stream<Arguments> plants() {
        return Stream.of(
                plant(
                        "one byte of memory too much",
                        Invariant.I2,
                        (cluster, host) -> cluster.with(guest(
                                1,
                                host.id(),
                                Resources.of(0, free(cluster, host).memory().plus(new MemorySize(1)), DiskSize.ZERO),
                                Constraints.NONE))),
                plant(
                        "one byte of disk too much",
                        Invariant.I2,
                        (cluster, host) -> cluster.with(guest(
                                1,
                                host.id(),
                                Resources.of(
                                        0,
                                        MemorySize.ZERO,
                                        free(cluster, host).disk().plus(new DiskSize(1))),
                                Constraints.NONE))),
                plant(
                        "one vCPU too much",
                        Invariant.I2,
                        (cluster, host) -> cluster.with(guest(
                                1,
                                host.id(),
                                Resources.of(free(cluster, host).vcpus().count() + 1, MemorySize.ZERO, DiskSize.ZERO),
                                Constraints.NONE))),
                plant("too much kept for a move", Invariant.I2, (cluster, host) -> {
                    Host roomy = roomy(cluster, host);
                    Allocation moving = guest(2, roomy.id(), BYTE, Constraints.NONE);
                    return cluster.with(guest(1, host.id(), free(cluster, host), Constraints.NONE))
                            .with(moving)
                            .with(moving.toMoveTo(host.id()));
                }),
                plant(
                        "an unknown host",
                        Invariant.I7,
                        (cluster, host) -> cluster.with(guest(1, new HostId(new UUID(9, 9)), BYTE, Constraints.NONE))),
                plant(
                        "two places to run",
                        Invariant.I7,
                        (cluster, host) -> cluster.with(guest(1, host.id(), Resources.ZERO, Constraints.NONE))
                                .with(guest(1, other(cluster, host).id(), Resources.ZERO, Constraints.NONE))),
                plant(
                        "a target of none that runs",
                        Invariant.I7,
                        (cluster, host) -> cluster.with(guest(1, host.id(), Resources.ZERO, Constraints.NONE)
                                .toMoveTo(host.id()))),
                plant("a move to itself", Invariant.I7, (cluster, host) -> {
                    Allocation run = guest(1, host.id(), Resources.ZERO, Constraints.NONE);
                    return cluster.with(run).with(run.toMoveTo(host.id()));
                }),
                plant("a place of another size on the target", Invariant.I7, (cluster, host) -> {
                    Allocation run = guest(1, host.id(), Resources.ZERO, Constraints.NONE);
                    Host roomy = roomy(cluster, host);
                    return cluster.with(run).with(run.resized(BYTE).toMoveTo(roomy.id()));
                }),
                plant("a target without the constraints", Invariant.I7, (cluster, host) -> {
                    Allocation run = guest(1, host.id(), Resources.ZERO, Constraints.NONE.together(GROUP));
                    return cluster.with(run)
                            .with(guest(1, other(cluster, host).id(), Resources.ZERO, Constraints.NONE)
                                    .toMoveTo(other(cluster, host).id()));
                }),
                plant(
                        "a wrong zone",
                        Invariant.CONSTRAINTS,
                        (cluster, host) -> cluster.with(
                                guest(1, host.id(), Resources.ZERO, Constraints.NONE.inZone(ZoneName.of("nowhere"))))),
                plant(
                        "a missing CPU feature",
                        Invariant.CONSTRAINTS,
                        (cluster, host) -> cluster.with(guest(
                                1,
                                host.id(),
                                Resources.ZERO,
                                Constraints.NONE.withCpuFeatures(Set.of("aes", "none"))))),
                plant(
                        "two that want to be apart",
                        Invariant.CONSTRAINTS,
                        (cluster, host) -> cluster.with(
                                        guest(1, host.id(), Resources.ZERO, Constraints.NONE.apart(GROUP)))
                                .with(guest(2, host.id(), Resources.ZERO, Constraints.NONE.apart(GROUP)))),
                plant(
                        "two that want to be together",
                        Invariant.CONSTRAINTS,
                        (cluster, host) -> cluster.with(
                                        guest(1, host.id(), Resources.ZERO, Constraints.NONE.together(GROUP)))
                                .with(guest(
                                        2,
                                        other(cluster, host).id(),
                                        Resources.ZERO,
                                        Constraints.NONE.together(GROUP)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plants")
    void findWhatWasPlanted(String name, Invariant broken, BiFunction<Cluster, Host, Cluster> plant) {
        for (long seed = 0; seed < 20; seed++) {
            ClusterGenerator random = ClusterGenerator.seeded(seed);
            Cluster cluster = random.cluster(Shape.roomy(4, 20));
            Cluster planted = plant.apply(cluster, random.pick(List.copyOf(cluster.hosts())));

            assertThat(Invariants.ofLedger(planted))
                    .as(name)
                    .extracting(Violation::invariant)
                    .containsExactly(broken);
        }
    }

    static Stream<Arguments> totals() {
        return Stream.of(
                total(
                        "one vCPU leaked",
                        Invariant.I7,
                        use -> new RecordedUse(use.host(), use.vcpus() + 1, use.memoryBytes(), use.diskBytes())),
                total(
                        "a byte of memory forgotten",
                        Invariant.I7,
                        use -> new RecordedUse(use.host(), use.vcpus(), use.memoryBytes() + 1, use.diskBytes())),
                total(
                        "a byte of disk leaked",
                        Invariant.I7,
                        use -> new RecordedUse(use.host(), use.vcpus(), use.memoryBytes(), use.diskBytes() + 1)),
                total(
                        "released twice",
                        Invariant.I2,
                        use -> new RecordedUse(use.host(), use.vcpus(), -1, use.diskBytes())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("totals")
    void findATotalThatIsNotTheSum(String name, Invariant broken, UnaryOperator<RecordedUse> plant) {
        Cluster cluster = ClusterGenerator.seeded(12).cluster(Shape.roomy(4, 20));
        List<RecordedUse> planted = recorded(cluster).stream()
                .map(use -> use.host().equals(cluster.hosts().iterator().next().id()) ? plant.apply(use) : use)
                .toList();

        assertThat(Invariants.ofRecordedUse(cluster, planted))
                .as(name)
                .extracting(Violation::invariant)
                .containsExactly(broken);
    }

    private static Arguments plant(String name, Invariant broken, BiFunction<Cluster, Host, Cluster> plant) {
        return arguments(name, broken, plant);
    }

    private static Arguments total(String name, Invariant broken, UnaryOperator<RecordedUse> plant) {
        return arguments(name, broken, plant);
    }

    private static List<RecordedUse> recorded(Cluster cluster) {
        return cluster.hosts().stream()
                .map(Host::id)
                .map(host -> {
                    Resources used = cluster.used(host);
                    return new RecordedUse(
                            host,
                            used.vcpus().count(),
                            used.memory().bytes(),
                            used.disk().bytes());
                })
                .toList();
    }

    private static Allocation guest(int number, HostId host, Resources resources, Constraints constraints) {
        return new Allocation(
                new InstanceId(new UUID(9, number)), TENANT, host, Epoch.FIRST, Purpose.RUN, resources, constraints);
    }

    private static Resources free(Cluster cluster, Host host) {
        return cluster.free(host);
    }

    private static Host other(Cluster cluster, Host host) {
        return cluster.hosts().stream()
                .filter(any -> !any.id().equals(host.id()))
                .findFirst()
                .orElseThrow();
    }

    private static Host roomy(Cluster cluster, Host host) {
        return cluster.hosts().stream()
                .filter(any -> !any.id().equals(host.id()) && BYTE.fitsIn(free(cluster, any)))
                .findFirst()
                .orElseThrow();
    }
}
