package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Host;

/** Which hosts of a small fleet cannot fail, by looking at every set of hosts and at every way to place their guests. */
final class EveryPacking {
    private final Cluster cluster;
    private final List<Host> hosts;
    private final long[][] free;

    private EveryPacking(Cluster cluster) {
        this.cluster = cluster;
        this.hosts = List.copyOf(cluster.hosts());
        this.free = new long[hosts.size()][];
        for (int host = 0; host < free.length; host++) {
            var total = hosts.get(host).capacity().total();
            var used = cluster.used(hosts.get(host).id());
            free[host] = new long[] {
                total.vcpus().count() - used.vcpus().count(),
                total.memory().bytes() - used.memory().bytes(),
                total.disk().bytes() - used.disk().bytes()
            };
        }
    }

    static boolean[] cannotFail(Cluster cluster, int failures) {
        EveryPacking packing = new EveryPacking(cluster);
        int hosts = packing.hosts.size();
        boolean[] cannot = new boolean[hosts];
        for (int set = 0; set < 1 << hosts; set++) {
            if (Integer.bitCount(set) == failures && !packing.fits(packing.homeless(set), 0, set)) {
                int lost = set;
                IntStream.range(0, hosts)
                        .filter(host -> (lost & 1 << host) != 0)
                        .filter(host -> !packing.homeless(1 << host).isEmpty())
                        .forEach(host -> cannot[host] = true);
            }
        }
        return cannot;
    }

    private List<Allocation> homeless(int set) {
        List<Allocation> homeless = new ArrayList<>();
        for (int host = 0; host < hosts.size(); host++) {
            if ((set & 1 << host) != 0) {
                homeless.addAll(cluster.allocationsOn(hosts.get(host).id()));
            }
        }
        return homeless;
    }

    private boolean fits(List<Allocation> homeless, int from, int set) {
        if (from == homeless.size()) {
            return true;
        }
        Allocation guest = homeless.get(from);
        long[] takes = {
            guest.resources().vcpus().count(),
            guest.resources().memory().bytes(),
            guest.resources().disk().bytes()
        };
        for (int host = 0; host < free.length; host++) {
            boolean may = (set & 1 << host) == 0
                    && guest.constraints().zone().stream()
                            .allMatch(hosts.get(host).zone()::equals);
            for (int r = 0; may && r < takes.length; r++) {
                may = takes[r] <= free[host][r];
            }
            if (may) {
                give(host, takes, -1);
                boolean rest = fits(homeless, from + 1, set);
                give(host, takes, 1);
                if (rest) {
                    return true;
                }
            }
        }
        return false;
    }

    private void give(int host, long[] amounts, int sign) {
        for (int r = 0; r < amounts.length; r++) {
            free[host][r] += sign * amounts[r];
        }
    }
}
