package org.xenopolis.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.ClusterGenerator;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.PlacementRequest;
import org.xenopolis.cluster.RejectionReason;
import org.xenopolis.cluster.invariants.Invariants;
import org.xenopolis.scheduler.core.PlacementOutcome.Placed;
import org.xenopolis.scheduler.core.PlacementOutcome.Rejected;

class PlacerTest {
    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsPlacedIsValidAndWhatIsRejectedFitsNowhere(long seed) {
        ClusterGenerator generator = ClusterGenerator.seeded(seed);
        Cluster cluster = generator.anyCluster();
        PlacementRequest request = generator.request(cluster);
        Map<RejectionReason, Integer> counted = new EnumMap<>(RejectionReason.class);
        Set<HostId> valid = new HashSet<>();
        for (Host host : cluster.hosts()) {
            var verdict = HardRules.place(cluster, request, host);
            if (verdict.isAllowed()) {
                valid.add(host.id());
            }
            verdict.reasons().forEach(reason -> counted.merge(reason, 1, Integer::sum));
        }
        switch (Placer.of(cluster, seed).place(request)) {
            case Placed placed -> {
                assertThat(valid).contains(placed.host());
                Cluster after = cluster.with(Allocation.toRun(request, placed.host(), Epoch.FIRST));
                assertThat(Invariants.ofLedger(after)).isEmpty();
            }
            case Rejected rejected -> {
                assertThat(valid).isEmpty();
                assertThat(rejected.hostsByReason()).isEqualTo(counted);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whereItMovesToIsValid(long seed) {
        ClusterGenerator generator = ClusterGenerator.seeded(seed);
        Cluster cluster = generator.anyCluster();
        SplittableRandom random = new SplittableRandom(seed);
        if (cluster.allocations().isEmpty()) {
            return;
        }
        Allocation guest =
                cluster.allocations().get(random.nextInt(cluster.allocations().size()));
        Digest image = Digest.of("sha256:" + "0".repeat(64));
        boolean anywhere = cluster.hosts().stream()
                .anyMatch(host ->
                        HardRules.migrate(cluster, guest.instance(), host).isAllowed());
        switch (Placer.of(cluster, seed).migrate(guest.instance(), image)) {
            case Placed placed -> {
                Host target = cluster.host(placed.host()).orElseThrow();
                assertThat(HardRules.migrate(cluster, guest.instance(), target).isAllowed())
                        .isTrue();
                Cluster after = cluster.with(guest.toMoveTo(placed.host()));
                assertThat(Invariants.ofLedger(after)).isEmpty();
            }
            case Rejected rejected -> assertThat(anywhere).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void equalQuestionsHaveEqualAnswers(long seed) {
        ClusterGenerator generator = ClusterGenerator.seeded(seed);
        Cluster cluster = generator.anyCluster();
        PlacementRequest request = generator.request(cluster);
        assertThat(Placer.of(cluster, seed).place(request))
                .isEqualTo(Placer.of(cluster, seed).place(request));
    }

    @Test
    void whatWasPromisedSinceTheSnapshotIsNotPromisedAgain() {
        for (long seed = 0; seed < 200; seed++) {
            ClusterGenerator generator = ClusterGenerator.seeded(seed);
            Cluster cluster = generator.anyCluster();
            PlacementRequest request = generator.request(cluster);
            if (Placer.of(cluster, seed).place(request) instanceof Placed first) {
                Host host = cluster.host(first.host()).orElseThrow();
                Placer after = new Placer(
                        cluster,
                        id -> id.equals(host.id()) ? cluster.free(host) : org.xenopolis.cluster.Resources.ZERO,
                        seed);
                PlacementOutcome second = after.place(request);
                assertThat(second instanceof Placed placed && placed.host().equals(host.id()))
                        .isFalse();
            }
        }
    }
}
