package org.xenopolis.planner.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceSpec;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Mobility;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.PlacementRequest;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.GuestLoad;
import org.xenopolis.planner.core.Situation;

/** A small fleet, mostly rather full, with some of everything that makes moves hard. */
final class RandomFleet {
    private static final Digest IMAGE = Digest.ofSha256(new byte[32]);

    private final SplittableRandom random;
    private final TenantId tenant;

    RandomFleet(SplittableRandom random) {
        this.random = random;
        this.tenant = new TenantId(id());
    }

    Situation situation() {
        List<Host> hosts = new ArrayList<>();
        int count = random.nextInt(3, 8);
        for (int i = 0; i < count; i++) {
            hosts.add(host(i));
        }
        Cluster cluster = Cluster.of(hosts, List.of());
        int guests = random.nextInt(2, 4 * count);
        for (int i = 0; i < guests; i++) {
            cluster = placed(cluster, hosts);
        }
        return loaded(cluster);
    }

    Goal goal(Cluster cluster) {
        List<HostId> hosts = new ArrayList<>();
        for (Host host : cluster.hosts()) {
            if (random.nextInt(3) == 0 || hosts.isEmpty()) {
                hosts.add(host.id());
            }
        }
        int moves = random.nextInt(1, 60);
        return switch (random.nextInt(6)) {
            case 0 -> new Goal.Balance(moves);
            case 1 -> new Goal.Consolidate(moves);
            case 2 -> new Goal.Repair(moves, random.nextInt(1, 4));
            case 3 -> new Goal.Maintenance(hosts, random.nextInt(1, 3), moves, random.nextInt(3) == 0);
            default -> new Goal.Drain(hosts, moves, random.nextInt(3) == 0);
        };
    }

    private Host host(int number) {
        Set<String> features = random.nextInt(5) == 0 ? Set.of("sse2") : Set.of("sse2", "avx2");
        return new Host(
                new HostId(id()),
                "h" + number,
                ZoneName.of(random.nextInt(4) == 0 ? "b" : "a"),
                random.nextInt(10) == 0 ? HostState.CORDONED : HostState.UP,
                new Generation(1),
                new HostCapacity(
                        8, 4_000, MemorySize.ofMebibytes(1_024L * random.nextInt(8, 24)), new DiskSize(1L << 38)),
                random.nextInt(6) == 0 ? new XenVersion(4, 18, 0) : new XenVersion(4, 17, 0),
                new CpuModel("GenuineIntel", features),
                Set.of(),
                Map.of());
    }

    /** On the first host that takes it, a random one to begin with; nowhere if none does. */
    private Cluster placed(Cluster cluster, List<Host> hosts) {
        InstanceId instance = new InstanceId(id());
        Constraints wishes = new Constraints(
                random.nextInt(6) == 0 ? Optional.of(ZoneName.of("a")) : Optional.empty(),
                random.nextInt(6) == 0 ? Optional.of(group("together")) : Optional.empty(),
                random.nextInt(4) == 0 ? Optional.of(group("apart")) : Optional.empty(),
                Set.of(),
                mobility());
        InstanceSpec spec = new InstanceSpec(
                tenant,
                Resources.of(
                        random.nextInt(1, 5),
                        MemorySize.ofMebibytes(512L * random.nextInt(1, 14)),
                        new DiskSize((1L << 30) * random.nextInt(1, 20))),
                IMAGE,
                wishes);
        PlacementRequest request = new PlacementRequest(instance, spec);
        int start = random.nextInt(hosts.size());
        for (int i = 0; i < hosts.size(); i++) {
            Host host = hosts.get((start + i) % hosts.size());
            Host open = host.in(HostState.UP);
            if (HardRules.place(cluster, request, open).isAllowed()) {
                return cluster.with(Allocation.toRun(request, host.id(), new Epoch(random.nextInt(1, 9))));
            }
        }
        return cluster;
    }

    private Mobility mobility() {
        return switch (random.nextInt(12)) {
            case 0 -> Mobility.PINNED;
            case 1 -> Mobility.pausing(Duration.ofMillis(random.nextInt(20, 2_000)));
            default -> Mobility.FREE;
        };
    }

    private PlacementGroup group(String kind) {
        return new PlacementGroup(tenant, kind + random.nextInt(2));
    }

    private Situation loaded(Cluster cluster) {
        Map<HostId, Double> fractions = new HashMap<>();
        Map<InstanceId, GuestLoad> guests = new HashMap<>();
        Set<InstanceId> atRest = new HashSet<>();
        for (Host host : cluster.hosts()) {
            double greed = random.nextDouble();
            double cores = 0.1;
            for (Allocation held : cluster.allocationsOn(host.id())) {
                double used =
                        greed * random.nextDouble() * held.resources().vcpus().count();
                cores += used;
                guests.put(held.instance(), new GuestLoad(used, new ByteRate(random.nextLong(100_000_000))));
                if (random.nextInt(25) == 0) {
                    atRest.add(held.instance());
                }
            }
            fractions.put(host.id(), Math.min(1, cores / host.capacity().physicalCpus()));
        }
        return new Situation(cluster, fractions, guests, Map.of(), atRest);
    }

    private UUID id() {
        return new UUID(random.nextLong() & ~0xF000L | 0x7000L, random.nextLong() >>> 2 | Long.MIN_VALUE);
    }
}
