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
        return withTraffic(new Situation(cluster, fractions, guests, links, atRest), random.split());
    }

    /** On some hosts it is known what they carry, some of those are far too busy. */
    private static Situation withTraffic(Situation situation, SplittableRandom random) {
        Map<InstanceId, GuestLoad> guests = new HashMap<>();
        Map<HostId, Traffic> busy = new HashMap<>();
        Map<HostId, Traffic> carries = new HashMap<>();
        for (Host host : situation.cluster().hosts()) {
            double greed = random.nextInt(4) == 0 ? 1 : 0.2;
            Traffic sum = Traffic.NONE;
            for (Allocation held : situation.cluster().allocationsOn(host.id())) {
                if (held.purpose() == Allocation.Purpose.RUN) {
                    Traffic its = new Traffic(greed * random.nextLong(30_000_000), greed * random.nextLong(90_000_000));
                    GuestLoad load = situation.guest(held.instance());
                    guests.put(held.instance(), new GuestLoad(load.cpuCores(), load.dirtying(), its));
                    sum = sum.plus(its);
                }
            }
            if (random.nextBoolean()) {
                busy.put(host.id(), sum.plus(new Traffic(random.nextLong(1_000_000), 0)));
            }
            carries.put(host.id(), new Traffic(random.nextInt(3) == 0 ? 0 : 125e6, random.nextInt(3) == 0 ? 0 : 500e6));
        }
        return situation.loaded(situation.cpuFractions(), guests).busy(busy).carrying(carries);
    }
}
