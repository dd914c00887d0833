package org.xenopolis.planner.core.ganeti;

import java.util.List;

/**
 * What each node keeps free for the largest failure of another one: the most, over other nodes, of what guests take that
 * run there and have their second copy here. Kept move by move, because moves change it on nodes that they do not touch.
 */
final class Reserves {
    private static final double TOTAL = 0.25;

    private final int[] primary;
    private final int[] secondary;
    private final long[] memory;
    private final long[] reserve;
    private final boolean[] online;
    private final double[] total;
    private final long[] free;
    /** Guests that run or have a copy there. */
    private final int[] copies;
    /** {@code [node][other]}: what must be free on the node when the other one fails; a row where there is any. */
    private final long[][] peers;

    private final long[] most;
    private final double counted;
    private double sum;
    private double squares;
    private double failing;
    private final boolean any;

    Reserves(GanetiCluster cluster, NodeFigures[] figures) {
        List<Pair> pairs = cluster.pairs();
        int guests = pairs.size();
        int nodes = cluster.nodes().size();
        this.primary = pairs.stream().mapToInt(Pair::primary).toArray();
        this.secondary = pairs.stream().mapToInt(Pair::secondary).toArray();
        this.memory = new long[guests];
        this.reserve = new long[guests];
        this.online = new boolean[nodes];
        this.total = new double[nodes];
        this.free = new long[nodes];
        this.copies = new int[nodes];
        this.peers = new long[nodes][];
        this.most = new long[nodes];
        int count = 0;
        boolean fails = false;
        for (int node = 0; node < nodes; node++) {
            online[node] = !cluster.nodes().get(node).offline();
            total[node] = cluster.nodes().get(node).totalMemory();
            free[node] = online[node] ? Math.round(figures[node].deviating()[0] * total[node]) : 0;
            count += online[node] ? 1 : 0;
            fails |= online[node] && figures[node].failsAlone();
        }
        this.counted = count;
        boolean mirrored = false;
        for (int guest = 0; guest < guests; guest++) {
            GanetiGuest of = cluster.guests().get(guest);
            memory[guest] = of.usesMemory() ? of.memory() : 0;
            reserve[guest] = of.reserve();
            if (!of.forthcoming()) {
                copies[primary[guest]]++;
                mirrored |= secondary[guest] >= 0;
                enter(guest);
            }
        }
        for (int node = 0; node < nodes; node++) {
            add(node, 1);
        }
        this.any = mirrored || fails;
    }

    private void enter(int guest) {
        int at = secondary[guest];
        if (at >= 0) {
            copies[at]++;
            row(at)[primary[guest]] += reserve[guest];
            most[at] = Math.max(most[at], row(at)[primary[guest]]);
        }
    }

    /** Whether there is anything that moves can change here. */
    boolean any() {
        return any;
    }

    int primary(int guest) {
        return primary[guest];
    }

    int secondary(int guest) {
        return secondary[guest];
    }

    /** Deviation and sum of the shares reserved, and guests on nodes that could not take what they have to. */
    double cost() {
        double mean = sum / counted;
        return Math.sqrt(Math.max(0, squares / counted - mean * mean)) + TOTAL * sum + failing;
    }

    boolean fails(int node) {
        return online[node] && free[node] <= most[node];
    }

    /** Either copy of a guest is elsewhere from now on. */
    void move(int guest, boolean second, int to) {
        if (second) {
            moveSecond(guest, to);
        } else {
            moveFirst(guest, to);
        }
    }

    private void moveFirst(int guest, int to) {
        int from = primary[guest];
        primary[guest] = to;
        take(from, -memory[guest], -1);
        take(to, memory[guest], 1);
        int at = secondary[guest];
        if (at >= 0 && reserve[guest] > 0) {
            keep(at, from, -reserve[guest]);
            keep(at, to, reserve[guest]);
        }
    }

    private void moveSecond(int guest, int to) {
        int from = secondary[guest];
        secondary[guest] = to;
        take(from, 0, -1);
        take(to, 0, 1);
        if (reserve[guest] > 0) {
            keep(from, primary[guest], -reserve[guest]);
            keep(to, primary[guest], reserve[guest]);
        }
    }

    private void take(int node, long more, int guests) {
        add(node, -1);
        free[node] -= more;
        copies[node] += guests;
        add(node, 1);
    }

    private void keep(int node, int other, long more) {
        long[] row = row(node);
        long was = row[other];
        row[other] = was + more;
        long now = Math.max(most[node], row[other]);
        if (more < 0 && was == most[node]) {
            now = 0;
            for (long one : row) {
                now = Math.max(now, one);
            }
        }
        if (now != most[node]) {
            add(node, -1);
            most[node] = now;
            add(node, 1);
        }
    }

    private void add(int node, int sign) {
        if (online[node]) {
            double share = most[node] / total[node];
            sum += sign * share;
            squares += sign * share * share;
            failing += free[node] <= most[node] ? sign * copies[node] : 0;
        }
    }

    private long[] row(int node) {
        if (peers[node] == null) {
            peers[node] = new long[peers.length];
        }
        return peers[node];
    }
}
