package org.xenopolis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.ClusterGenerator.Shape;

class ClusterTest {
    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void indexesWhatItHolds(long seed) {
        Cluster cluster = ClusterGenerator.seeded(seed).anyCluster();

        for (Host host : cluster.hosts()) {
            List<Allocation> there = cluster.allocations().stream()
                    .filter(held -> held.host().equals(host.id()))
                    .toList();
            Resources sum = there.stream().map(Allocation::resources).reduce(Resources.ZERO, Resources::plus);
            assertThat(cluster.allocationsOn(host.id())).isEqualTo(there);
            assertThat(cluster.used(host.id())).isEqualTo(sum);
            assertThat(cluster.free(host).plus(sum)).isEqualTo(host.capacity().total());
        }
        for (Allocation held : cluster.allocations()) {
            assertThat(cluster.allocationsOf(held.instance())).contains(held);
            assertThat(cluster.allocation(held.instance(), held.purpose())).contains(held);
        }
    }

    /** A changed cluster shares indexes with the first one; it has to look like one that was made anew. */
    @ParameterizedTest
    @MethodSource("seeds")
    void staysIndexedThroughChangesAndLeavesTheFirstAlone(long seed) {
        ClusterGenerator random = ClusterGenerator.seeded(seed);
        Cluster first = random.anyCluster();
        List<Allocation> before = first.allocations();
        Cluster changing = first;
        for (int i = 0; i < 20; i++) {
            Host host = random.pick(List.copyOf(changing.hosts()));
            if (random.oneIn(2)) {
                changing = changing.with(Allocation.toRun(random.request(changing), host.id(), Epoch.FIRST));
            } else if (!changing.allocations().isEmpty()) {
                Allocation gone = random.pick(changing.allocations());
                changing = changing.without(gone.instance(), gone.purpose());
            }
            if (random.oneIn(4)) {
                changing = changing.with(host.in(HostState.CORDONED));
            }
        }
        same(changing, Cluster.of(changing.hosts(), changing.allocations()));
        same(first, Cluster.of(first.hosts(), before));
    }

    private static void same(Cluster changed, Cluster anew) {
        assertThat(changed.hosts()).containsExactlyElementsOf(anew.hosts());
        assertThat(changed.allocations()).isEqualTo(anew.allocations());
        for (Host host : anew.hosts()) {
            assertThat(changed.used(host.id())).isEqualTo(anew.used(host.id()));
            assertThat(changed.allocationsOn(host.id())).isEqualTo(anew.allocationsOn(host.id()));
            assertThat(changed.host(host.id())).contains(host);
        }
        for (Allocation held : anew.allocations()) {
            assertThat(changed.allocationsOf(held.instance())).isEqualTo(anew.allocationsOf(held.instance()));
            held.constraints()
                    .affinity()
                    .ifPresent(group ->
                            assertThat(changed.allocationsTogether(group)).isEqualTo(anew.allocationsTogether(group)));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isTheSameWithOnePlaceMoreAndLessAgain(long seed) {
        ClusterGenerator random = ClusterGenerator.seeded(seed);
        Cluster cluster = random.anyCluster();
        Host host = random.pick(List.copyOf(cluster.hosts()));
        Allocation added = Allocation.toRun(random.request(cluster), host.id(), Epoch.FIRST);

        Cluster more = cluster.with(added);
        Cluster less = more.without(added.instance(), Purpose.RUN);

        assertThat(more.used(host.id())).isEqualTo(cluster.used(host.id()).plus(added.resources()));
        assertThat(less.used(host.id())).isEqualTo(cluster.used(host.id()));
        assertThat(less.allocations()).isEqualTo(cluster.allocations());
        assertThat(more.without(added.instance(), Purpose.MIGRATION_TARGET).allocations())
                .isEqualTo(more.allocations());
    }

    @Test
    void listsHostsInTheOrderOfTheirIds() {
        Cluster cluster = ClusterGenerator.seeded(5).cluster(Shape.plain(50, 0));
        List<Host> shuffled = new ArrayList<>(cluster.hosts());
        Collections.shuffle(shuffled, new Random(6));

        assertThat(Cluster.of(shuffled, List.of()).hosts()).containsExactlyElementsOf(cluster.hosts());
        assertThat(cluster.hosts()).extracting(Host::id).isSorted();
    }

    @Test
    void refusesTwoHostsOfOneId() {
        Host host = ClusterGenerator.seeded(7)
                .cluster(Shape.plain(1, 0))
                .hosts()
                .iterator()
                .next();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cluster.of(List.of(host, host.in(HostState.DOWN)), List.of()));
    }

    @Test
    void replacesAHost() {
        Cluster cluster = ClusterGenerator.seeded(8).cluster(Shape.plain(3, 9));
        Host host = cluster.hosts().iterator().next();

        Cluster changed =
                cluster.with(host.in(HostState.CORDONED).at(host.generation().next()));

        assertThat(changed.hosts()).hasSize(3);
        assertThat(changed.host(host.id()).orElseThrow().state()).isEqualTo(HostState.CORDONED);
        assertThat(changed.used(host.id())).isEqualTo(cluster.used(host.id()));
    }

    @Test
    void hasNothingFreeOnAHostThatPromisedTooMuch() {
        Cluster cluster = ClusterGenerator.seeded(9).cluster(Shape.full(1, 20));
        Host host = cluster.hosts().iterator().next();
        Host shrunk = new Host(
                host.id(),
                host.name(),
                host.zone(),
                host.state(),
                host.generation(),
                new HostCapacity(1, 1_000, new MemorySize(1), new DiskSize(1)),
                host.xen(),
                host.cpu(),
                host.cachedImages(),
                host.labels());

        assertThat(cluster.with(shrunk).free(shrunk)).isEqualTo(Resources.ZERO);
    }

    @Test
    void generatesTheSameFromTheSameSeed() {
        Cluster one = ClusterGenerator.seeded(10).cluster(Shape.full(20, 100));
        Cluster two = ClusterGenerator.seeded(10).cluster(Shape.full(20, 100));

        assertThat(one.allocations()).isEqualTo(two.allocations());
        assertThat(one.hosts()).containsExactlyElementsOf(two.hosts());
        assertThat(one.hosts()).hasSize(20);
        assertThat(one.allocations().stream().filter(held -> held.purpose() == Purpose.RUN))
                .hasSize(100);
    }
}
