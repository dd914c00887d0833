package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When hops are expected to begin, if every host sends one guest and receives one at a time: two on one wire only make
 * each other slower, and the longer a copy takes the more is dirtied. The hop with the longest way to the end goes first:
 * list scheduling, whose makespan is near the bound of the busiest network card when moves are many and small.
 */
final class Timetable {
    private static final int SORTED_EACH_TIME_MAX = 500;

    private final List<Hop> hops;
    private final long[] nanos;
    private final long[] start;
    private long makespan;
    private long busiest;

    /** @param nanos what each hop takes, by index */
    Timetable(List<Hop> hops, long[] nanos, int hosts, int phases) {
        this.hops = hops;
        this.nanos = nanos;
        this.start = new long[hops.size()];
        for (int phase = 1; phase <= phases; phase++) {
            List<Integer> now = new ArrayList<>();
            for (int hop = 0; hop < hops.size(); hop++) {
                if (hops.get(hop).phase() == phase) {
                    now.add(hop);
                }
            }
            if (!now.isEmpty()) {
                lay(now, hosts, phase);
            }
        }
    }

    /** From the start of its phase. */
    long startNanos(int hop) {
        return start[hop];
    }

    long makespanNanos() {
        return makespan;
    }

    /** The work of the busiest network card in each phase, added up. */
    long busiestNanos() {
        return busiest;
    }

    private void lay(List<Integer> now, int hosts, int phase) {
        long[] out = new long[hosts];
        long[] in = new long[hosts];
        for (int hop : now) {
            out[hops.get(hop).from()] += nanos[hop];
            in[hops.get(hop).to()] += nanos[hop];
        }
        long most = 0;
        for (int host = 0; host < hosts; host++) {
            most = Math.max(most, Math.max(out[host], in[host]));
        }
        busiest += most;
        makespan += run(now, out, in, hosts, phase);
    }

    private long run(List<Integer> now, long[] out, long[] in, int hosts, int phase) {
        long[] rank = ranks(now);
        boolean[] isOver = new boolean[hops.size()];
        for (int hop = 0; hop < hops.size(); hop++) {
            isOver[hop] = hops.get(hop).phase() < phase;
        }
        boolean[] sends = new boolean[hosts];
        boolean[] receives = new boolean[hosts];
        List<Integer> waiting = new ArrayList<>(now);
        PriorityQueue<Integer> running = new PriorityQueue<>(Comparator.comparingLong(hop -> start[hop] + nanos[hop]));
        Comparator<Integer> longestFirst = Comparator.<Integer>comparingLong(hop -> -Math.max(
                        Math.max(out[hops.get(hop).from()], in[hops.get(hop).to()]), rank[hop]))
                .thenComparingInt(hop -> hop);
        // Of very many, the order is looked at less often: it changes little with one that ends.
        int stride = 1 + now.size() / SORTED_EACH_TIME_MAX;
        long clock = 0;
        for (int events = 0; !waiting.isEmpty() || !running.isEmpty(); events++) {
            if (events % stride == 0) {
                waiting.sort(longestFirst);
            }
            long at = clock;
            waiting.removeIf(hop -> begin(hop, at, isOver, sends, receives, running));
            Integer next = running.poll();
            if (next == null) {
                throw new IllegalStateException("hops wait for each other");
            }
            clock = start[next] + nanos[next];
            isOver[next] = true;
            sends[hops.get(next).from()] = false;
            receives[hops.get(next).to()] = false;
            out[hops.get(next).from()] -= nanos[next];
            in[hops.get(next).to()] -= nanos[next];
        }
        return clock;
    }

    private boolean begin(
            int index, long at, boolean[] isOver, boolean[] sends, boolean[] receives, PriorityQueue<Integer> running) {
        Hop hop = hops.get(index);
        if (sends[hop.from()] || receives[hop.to()] || !hop.after().stream().allMatch(before -> isOver[before])) {
            return false;
        }
        sends[hop.from()] = true;
        receives[hop.to()] = true;
        start[index] = at;
        running.add(index);
        return true;
    }

    /** How long it takes from the start of a hop to the end of the last one that waits for it. */
    private long[] ranks(List<Integer> now) {
        long[] rank = new long[hops.size()];
        for (int i = now.size() - 1; i >= 0; i--) {
            int hop = now.get(i);
            rank[hop] += nanos[hop];
            for (int before : hops.get(hop).after()) {
                rank[before] = Math.max(rank[before], rank[hop]);
            }
        }
        return rank;
    }
}
