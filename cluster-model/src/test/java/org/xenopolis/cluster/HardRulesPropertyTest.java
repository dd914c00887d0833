package org.xenopolis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.invariants.Invariants;

class HardRulesPropertyTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sayWhatTheirRestatementSays(long seed) {
        ClusterGenerator random = ClusterGenerator.seeded(seed);
        Cluster cluster = random.anyCluster();
        for (Host host : cluster.hosts()) {
            PlacementRequest request = request(random, cluster);
            assertThat(HardRules.place(cluster, request, host).reasons())
                    .as("%s on %s", request, host)
                    .isEqualTo(RestatedRules.place(cluster, request, host));
            InstanceId guest = guest(random, cluster);
            LiveMove move = move(random, cluster, guest);
            assertThat(HardRules.migrate(cluster, guest, host, move).reasons())
                    .as("%s to %s as %s", guest, host, move)
                    .isEqualTo(RestatedRules.migrate(cluster, guest, host, move));
            Resources wanted = random.guestSize();
            assertThat(HardRules.resize(cluster, guest, wanted).reasons())
                    .as("%s to %s", guest, wanted)
                    .isEqualTo(RestatedRules.resize(cluster, guest, wanted));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allowOnlyWhatTheCheckerFindsNothingWrongWith(long seed) {
        ClusterGenerator random = ClusterGenerator.seeded(seed);
        Cluster cluster = random.anyCluster();
        for (Host host : List.copyOf(cluster.hosts())) {
            PlacementRequest request = random.request(cluster);
            Cluster placed = cluster.with(Allocation.toRun(request, host.id(), Epoch.FIRST));
            if (HardRules.place(cluster, request, host).isAllowed()) {
                assertThat(Invariants.ofLedger(placed)).isEmpty();
                cluster = placed;
            }
            InstanceId guest = guest(random, cluster);
            if (HardRules.migrate(cluster, guest, host).isAllowed()) {
                Allocation run =
                        cluster.allocation(guest, Allocation.Purpose.RUN).orElseThrow();
                cluster = cluster.with(run.toMoveTo(host.id()));
                assertThat(Invariants.ofLedger(cluster)).isEmpty();
            }
        }
    }

    /** A property that never meets a reason says nothing about it. */
    @Test
    void meetEveryReasonAndAlsoAllow() {
        Map<RejectionReason, Integer> met = new EnumMap<>(RejectionReason.class);
        int[] allowed = new int[2];
        seeds().forEach(seed -> {
            ClusterGenerator random = ClusterGenerator.seeded(seed);
            Cluster cluster = random.anyCluster();
            for (Host host : cluster.hosts()) {
                Verdict place = HardRules.place(cluster, request(random, cluster), host);
                Verdict migrate = HardRules.migrate(
                        cluster, guest(random, cluster), host, LiveMove.ALONE.pausing(Duration.ofMillis(101)));
                allowed[0] += place.isAllowed() ? 1 : 0;
                allowed[1] += migrate.isAllowed() ? 1 : 0;
                place.reasons().forEach(reason -> met.merge(reason, 1, Integer::sum));
                migrate.reasons().forEach(reason -> met.merge(reason, 1, Integer::sum));
            }
        });

        assertThat(allowed[0]).as("places").isGreaterThan(20);
        assertThat(allowed[1]).as("migrations").isGreaterThan(20);
        assertThat(met.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(RejectionReason.HOST_UNKNOWN, RejectionReason.REFUSED)));
    }

    private static PlacementRequest request(ClusterGenerator random, Cluster cluster) {
        PlacementRequest request = random.request(cluster);
        return random.oneIn(10) ? new PlacementRequest(guest(random, cluster), request.spec()) : request;
    }

    private static InstanceId guest(ClusterGenerator random, Cluster cluster) {
        return cluster.allocations().isEmpty() || random.oneIn(20)
                ? new InstanceId(random.uuid())
                : random.pick(cluster.allocations()).instance();
    }

    private static LiveMove move(ClusterGenerator random, Cluster cluster, InstanceId guest) {
        LiveMove move = LiveMove.ALONE.along(companions(random, cluster, guest)).forced(random.oneIn(4));
        return random.oneIn(3) ? move : move.pausing(Duration.ofMillis(random.oneIn(2) ? 100 : 2_001));
    }

    private static Set<InstanceId> companions(ClusterGenerator random, Cluster cluster, InstanceId guest) {
        if (random.oneIn(2)) {
            return Set.of();
        }
        return cluster.allocationsOf(guest).stream()
                .flatMap(held -> held.constraints().affinity().stream())
                .flatMap(group -> cluster.allocationsTogether(group).stream())
                .map(Allocation::instance)
                .filter(member -> !random.oneIn(4))
                .collect(Collectors.toSet());
    }
}
