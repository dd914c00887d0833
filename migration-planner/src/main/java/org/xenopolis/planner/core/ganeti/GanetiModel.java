package org.xenopolis.planner.core.ganeti;

import java.util.Arrays;
import java.util.List;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.objective.DeviationCost;

/**
 * A cluster in the engine's terms. Resources, in whole units: memory of running guests, memory of all, vCPUs, and where
 * disks are mirrored disk and spindles, which nothing else takes from a node; what guests that stay take is no part of a
 * node's capacity.
 */
final class GanetiModel {
    private final GanetiCluster cluster;
    private final Copies copies;
    private final NodeFigures[] figures;
    private final int resources;

    GanetiModel(GanetiCluster cluster, Copies copies, NodeFigures[] figures) {
        this.cluster = cluster;
        this.copies = copies;
        this.figures = figures;
        this.resources = copies.areMirrored() ? 5 : 3;
    }

    Model model() {
        int nodes = cluster.nodes().size();
        long[] capacity = new long[nodes * resources];
        for (int node = 0; node < nodes; node++) {
            fillCapacity(node, capacity);
        }
        int items = copies.count();
        long[] demand = new long[items * resources];
        int[] home = new int[items];
        for (int item = 0; item < items; item++) {
            home[item] = home(item);
            long[] takes = takes(item);
            for (int r = 0; r < resources; r++) {
                demand[item * resources + r] = takes[r];
                capacity[home[item] * resources + r] += takes[r];
            }
        }
        int groups = copies.guests();
        int[][] none = new int[groups][0];
        return new Model(
                new Model.Machines(nodes, capacity, new int[nodes], 1, new int[nodes], 1),
                new Model.Items(items, demand, copies.group(), home),
                new Model.Groups(groups, copies.sizes(), new int[groups], none, none),
                resources,
                new boolean[resources]);
    }

    private GanetiGuest guest(int item) {
        return cluster.guests().get(copies.guestOf()[item]);
    }

    private int home(int item) {
        return copies.second()[item] ? guest(item).secondary() : guest(item).primary();
    }

    private long[] takes(int item) {
        GanetiGuest guest = guest(item);
        long disk = guest.isMirrored() ? guest.disk() : 0;
        long spindles = guest.isMirrored() ? guest.spindleUse() : 0;
        if (copies.second()[item]) {
            return new long[] {0, 0, 0, disk, spindles};
        }
        long vcpus = guest.isOnline() ? guest.vcpus() : 0;
        return new long[] {guest.usesMemory() ? guest.memory() : 0, guest.memory(), vcpus, disk, spindles};
    }

    /** What is free now; what the items take is added to it afterwards. */
    private void fillCapacity(int node, long[] capacity) {
        GanetiNode on = cluster.nodes().get(node);
        double[] now = figures[node].deviating();
        int row = node * resources;
        if (on.offline()) {
            // Nothing comes here; what is here may leave.
            Arrays.fill(capacity, row, row + resources, Long.MIN_VALUE / 4);
            return;
        }
        double vcpus = now[6] * on.cpus() * on.cpuSpeed();
        capacity[row] = Math.round(now[0] * on.totalMemory()) - 1;
        capacity[row + 1] = Math.round(now[4] * on.totalMemory()) - 1;
        capacity[row + 2] = (long) Math.floor(cluster.vcpuRatio()[on.group()] * on.cpus() - vcpus + 1e-6);
        if (!copies.areMirrored()) {
            return;
        }
        double spindles = cluster.spindleRatio()[on.group()] * on.spindles();
        capacity[row + 3] = Math.round(now[5] * on.totalDisk()) - 1;
        capacity[row + 4] = (long) Math.floor(spindles - now[7] * Math.max(1, spindles) + 1e-6);
    }

    DeviationCost deviations(Placement placement) {
        int nodes = cluster.nodes().size();
        int count = NodeFigures.WEIGHTS.length;
        double[] base = new double[nodes * count];
        double[] unit = new double[nodes * count];
        boolean[] counts = new boolean[nodes];
        for (int node = 0; node < nodes; node++) {
            GanetiNode on = cluster.nodes().get(node);
            counts[node] = !on.offline();
            if (counts[node]) {
                System.arraycopy(figures[node].deviating(), 0, base, node * count, count);
                System.arraycopy(units(on), 0, unit, node * count, count);
            }
        }
        double[] share = new double[copies.count() * count];
        for (int item = 0; item < copies.count(); item++) {
            double[] shares = shares(item);
            for (int i = 0; i < count; i++) {
                share[item * count + i] = shares[i];
                int cell = home(item) * count + i;
                base[cell] -= shares[i] * unit[cell];
            }
        }
        double[] weights = NodeFigures.WEIGHTS.clone();
        // Reserved memory is not linear in what is on a node: Reserves has it.
        weights[NodeFigures.RESERVED] = 0;
        return new DeviationCost(placement, weights, base, share, unit, counts);
    }

    private double[] units(GanetiNode on) {
        double memory = -1 / on.totalMemory();
        double disk = on.totalDisk() == 0 ? 0 : -1 / on.totalDisk();
        double cpu = 1 / (on.cpus() * on.cpuSpeed());
        double spindle = on.spindles() == 0 ? 1 : 1 / (cluster.spindleRatio()[on.group()] * on.spindles());
        return new double[] {memory, disk, cpu, spindle, memory, disk, cpu, spindle, 0, 1, 1, 1, 1};
    }

    private double[] shares(int item) {
        GanetiGuest guest = guest(item);
        double[] load = cluster.loads()[copies.guestOf()[item]];
        long[] takes = takes(item);
        double[] shares = {
            takes[0], takes[3], takes[2], takes[4], takes[1], takes[3], takes[2], takes[4], 0, load[0], load[1],
            load[2], load[3]
        };
        if (copies.second()[item]) {
            // Writes go to both copies; nothing else happens at the second.
            shares[9] = 0;
            shares[10] = 0;
            shares[12] = 0;
        }
        return guest.forthcoming() ? new double[shares.length] : shares;
    }

    static boolean[] offline(List<GanetiNode> nodes) {
        boolean[] offline = new boolean[nodes.size()];
        for (int node = 0; node < offline.length; node++) {
            offline[node] = nodes.get(node).offline();
        }
        return offline;
    }
}
