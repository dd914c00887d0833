package org.xenopolis.planner.core.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Starts transfers from moment to moment at which a link comes free. Whoever could start has started, so only those that
 * share a link with one that ends are looked at.
 */
final class Dispatch {
    private static final int NONE = -1;

    /** Whoever comes first here goes first. */
    private final Transfer[] order;

    private final boolean[] started;
    private final double[] sendsFrom;
    private final double[] receivesFrom;
    private final Chains bySender;
    private final Chains byReceiver;
    private final PriorityQueue<Running> running = new PriorityQueue<>();
    private final List<Timetable.Entry> entries;
    /** Those that can start now. */
    private final BitSet ready = new BitSet();

    Dispatch(Transfer[] order, int machines) {
        this.order = order;
        this.started = new boolean[order.length];
        this.sendsFrom = new double[machines];
        this.receivesFrom = new double[machines];
        this.bySender = new Chains(machines, order.length);
        this.byReceiver = new Chains(machines, order.length);
        this.entries = new ArrayList<>(order.length);
        for (int i = order.length - 1; i >= 0; i--) {
            bySender.add(order[i].from(), i);
            byReceiver.add(order[i].to(), i);
        }
    }

    private record Running(double ends, int index) implements Comparable<Running> {
        @Override
        public int compareTo(Running other) {
            return Double.compare(ends, other.ends);
        }
    }

    List<Timetable.Entry> entries() {
        for (int i = 0; i < order.length; i++) {
            start(i, 0);
        }
        for (Running first = running.poll(); first != null; first = running.poll()) {
            double now = first.ends();
            gather(order[first.index()], now);
            for (Running next = running.peek(); next != null && next.ends() == now; next = running.peek()) {
                running.poll();
                gather(order[next.index()], now);
            }
            for (int i = ready.nextSetBit(0); i >= 0; i = ready.nextSetBit(i + 1)) {
                start(i, now);
            }
            ready.clear();
        }
        return List.copyOf(entries);
    }

    private void gather(Transfer ended, double now) {
        gather(bySender, ended.from(), now);
        gather(byReceiver, ended.to(), now);
    }

    private void gather(Chains chains, int machine, double now) {
        int before = NONE;
        for (int i = chains.first[machine]; i != NONE; i = chains.next[i]) {
            if (started[i]) {
                chains.cut(machine, before, i);
                continue;
            }
            before = i;
            if (isFree(order[i], now)) {
                ready.set(i);
            }
        }
    }

    private boolean isFree(Transfer transfer, double now) {
        return sendsFrom[transfer.from()] <= now && receivesFrom[transfer.to()] <= now;
    }

    private void start(int index, double now) {
        Transfer transfer = order[index];
        if (started[index] || !isFree(transfer, now)) {
            return;
        }
        started[index] = true;
        double ends = now + transfer.seconds();
        sendsFrom[transfer.from()] = ends;
        receivesFrom[transfer.to()] = ends;
        entries.add(new Timetable.Entry(transfer, now));
        running.add(new Running(ends, index));
    }

    /** For each machine, the transfers that need its link, in their order. */
    private static final class Chains {
        private final int[] first;
        private final int[] next;

        Chains(int machines, int transfers) {
            first = new int[machines];
            Arrays.fill(first, NONE);
            next = new int[transfers];
        }

        void add(int machine, int index) {
            next[index] = first[machine];
            first[machine] = index;
        }

        void cut(int machine, int before, int index) {
            if (before == NONE) {
                first[machine] = next[index];
            } else {
                next[before] = next[index];
            }
        }
    }
}
