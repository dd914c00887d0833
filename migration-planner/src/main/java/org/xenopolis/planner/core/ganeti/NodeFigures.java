package org.xenopolis.planner.core.ganeti;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the score reads of one node.
 *
 * @param deviating the figures whose standard deviations count, in the order of {@link #WEIGHTS}
 * @param reserved share of memory kept for the largest failure of another node
 * @param failsAlone whether that does not fit
 */
@SuppressWarnings("ArrayRecordComponent")
record NodeFigures(int primaryCount, int secondaryCount, double[] deviating, double reserved, boolean failsAlone) {
    /** Free memory, free disk, vCPU ratio, spindles; the same with forthcoming guests; reserved memory; four loads. */
    static final double[] WEIGHTS = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1, 1};

    /** Where reserved memory is among them. */
    static final int RESERVED = 8;

    /** Of all nodes, with each guest where the list says. */
    static NodeFigures[] all(GanetiCluster cluster, List<Pair> pairs) {
        int nodes = cluster.nodes().size();
        Sums[] now = Sums.of(nodes);
        Sums[] was = Sums.of(nodes);
        for (int guest = 0; guest < pairs.size(); guest++) {
            GanetiGuest of = cluster.guests().get(guest);
            double[] load = cluster.loads()[guest];
            Pair at = pairs.get(guest);
            now[at.primary()].addPrimary(of, load);
            was[of.primary()].addPrimary(of, load);
            if (of.isMirrored()) {
                now[at.secondary()].addSecondary(of, load, at.primary());
                was[of.secondary()].addSecondary(of, load, of.primary());
            }
        }
        NodeFigures[] figures = new NodeFigures[nodes];
        for (int node = 0; node < nodes; node++) {
            figures[node] = of(cluster, cluster.nodes().get(node), now[node], was[node]);
        }
        return figures;
    }

    private static NodeFigures of(GanetiCluster cluster, GanetiNode on, Sums now, Sums was) {
        // What the node reports free and what the records say differ: the difference stays what it is.
        double recorded = on.totalMemory() - on.nodeMemory() - was.memory;
        double missing = Math.max(0, recorded - on.freeMemory());
        double free = on.totalMemory() - on.nodeMemory() - now.memory - missing;
        double freeThen = on.freeMemory() + was.memory - now.memoryThen;
        double reserve = now.reserve();
        double freeDisk = on.freeDisk() + was.disk - now.disk;
        double disk = on.exclusiveStorage() ? ratio(on.freeSpindles(), on.spindles()) : ratio(freeDisk, on.totalDisk());
        double diskThen = on.exclusiveStorage() ? disk : ratio(freeDisk - now.diskThen, on.totalDisk());
        double spindles =
                on.exclusiveStorage() || on.spindles() == 0 ? 1 : cluster.spindleRatio()[on.group()] * on.spindles();
        double speed = on.cpus() * on.cpuSpeed();
        double[] deviating = {
            free / on.totalMemory(),
            disk,
            (on.nodeCpus() + now.vcpus) / speed,
            now.spindles / spindles,
            freeThen / on.totalMemory(),
            diskThen,
            (on.nodeCpus() + now.vcpusThen) / speed,
            now.spindlesThen / spindles,
            reserve / on.totalMemory(),
            now.load[0],
            now.load[1],
            now.load[2],
            now.load[3]
        };
        return new NodeFigures(now.primaries, now.secondaries, deviating, reserve / on.totalMemory(), free <= reserve);
    }

    private static double ratio(double free, double total) {
        return total == 0 ? 1 : free / total;
    }

    /** Sums over the guests of a node; "then" is with those that are only announced. */
    private static final class Sums {
        int primaries;
        int secondaries;
        double memory;
        double memoryThen;
        double vcpus;
        double vcpusThen;
        double spindles;
        double spindlesThen;
        double disk;
        double diskThen;
        final double[] load = new double[4];
        final Map<Integer, Double> reserves = new HashMap<>();

        static Sums[] of(int nodes) {
            Sums[] sums = new Sums[nodes];
            for (int node = 0; node < nodes; node++) {
                sums[node] = new Sums();
            }
            return sums;
        }

        void addPrimary(GanetiGuest guest, double[] guestLoad) {
            memoryThen += guest.memory();
            vcpusThen += guest.isOnline() ? guest.vcpus() : 0;
            spindlesThen += guest.usesLocalDisk() ? guest.spindleUse() : 0;
            if (guest.forthcoming()) {
                diskThen += guest.usesLocalDisk() ? guest.disk() : 0;
                return;
            }
            primaries++;
            disk += guest.usesLocalDisk() ? guest.disk() : 0;
            memory += guest.usesMemory() ? guest.memory() : 0;
            vcpus += guest.isOnline() ? guest.vcpus() : 0;
            spindles += guest.usesLocalDisk() ? guest.spindleUse() : 0;
            for (int i = 0; i < load.length; i++) {
                load[i] += guestLoad[i];
            }
        }

        void addSecondary(GanetiGuest guest, double[] guestLoad, int at) {
            spindlesThen += guest.spindleUse();
            if (guest.forthcoming()) {
                diskThen += guest.disk();
                return;
            }
            secondaries++;
            disk += guest.disk();
            spindles += guest.spindleUse();
            load[2] += guestLoad[2];
            reserves.merge(at, (double) guest.reserve(), Double::sum);
        }

        double reserve() {
            double most = 0;
            for (double reserve : reserves.values()) {
                most = Math.max(most, reserve);
            }
            return most;
        }
    }
}
