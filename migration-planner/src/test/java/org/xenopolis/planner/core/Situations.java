package org.xenopolis.planner.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.ClusterGenerator;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;

/** Random situations: valid clusters with random loads, some hosts far too hot. */
final class Situations {
    private Situations() {}

    static Situation any(long seed) {
        return around(ClusterGenerator.seeded(seed).anyCluster(), new SplittableRandom(seed));
    }

    static Situation around(Cluster cluster, SplittableRandom random) {
        Map<HostId, Double> fractions = new HashMap<>();
        Map<InstanceId, GuestLoad> guests = new HashMap<>();
        Map<HostId, ByteRate> links = new HashMap<>();
        Set<InstanceId> atRest = new HashSet<>();
        for (Host host : cluster.hosts()) {
            double cores = 0;
            double greed = random.nextDouble();
            for (Allocation held : cluster.allocationsOn(host.id())) {
                if (held.purpose() == Allocation.Purpose.RUN) {
                    double used = greed
                            * random.nextDouble()
                            * held.resources().vcpus().count();
                    cores += used;
                    guests.put(held.instance(), new GuestLoad(used, new ByteRate(random.nextLong(200_000_000))));
                    if (random.nextInt(20) == 0) {
                        atRest.add(held.instance());
                    }
                }
            }
            fractions.put(host.id(), Math.min(1, cores / host.capacity().physicalCpus()));
            if (random.nextBoolean()) {
                links.put(host.id(), new ByteRate(random.nextLong(10_000_000, 1_000_000_000)));
            }
        }
        return new Situation(cluster, fractions, guests, links, atRest);
    }
}
