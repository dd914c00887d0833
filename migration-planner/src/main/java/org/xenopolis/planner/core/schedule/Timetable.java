package org.xenopolis.planner.core.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When each transfer starts: one at a time per link and direction, so that each runs at full speed and holds two places
 * for as short as can be.
 *
 * @param entries in the order in which they start
 * @param bound no timetable ends before the busiest link has carried what it has to
 */
public record Timetable(List<Entry> entries, double makespan, double bound) {

    /** A transfer and its seconds from the start of the plan. */
    public record Entry(Transfer transfer, double starts) {
        public double ends() {
            return starts + transfer.seconds();
        }
    }

    /**
     * Whatever can start, starts; of those that wait for a link, the one whose links have most to carry. The order of
     * transfers must not matter to their being allowed.
     */
    public static Timetable of(List<Transfer> transfers, int machines) {
        double[] sends = new double[machines];
        double[] receives = new double[machines];
        for (Transfer transfer : transfers) {
            sends[transfer.from()] += transfer.seconds();
            receives[transfer.to()] += transfer.seconds();
        }
        double bound = 0;
        for (int machine = 0; machine < machines; machine++) {
            bound = Math.max(bound, Math.max(sends[machine], receives[machine]));
        }
        Transfer[] waiting = transfers.toArray(Transfer[]::new);
        Arrays.sort(waiting, (one, other) -> {
            int byLink = Double.compare(busiest(other, sends, receives), busiest(one, sends, receives));
            return byLink != 0 ? byLink : Double.compare(other.seconds(), one.seconds());
        });
        List<Entry> entries = dispatch(waiting, machines);
        double makespan = 0;
        for (Entry entry : entries) {
            makespan = Math.max(makespan, entry.ends());
        }
        return new Timetable(entries, makespan, bound);
    }

    private static double busiest(Transfer transfer, double[] sends, double[] receives) {
        return Math.max(sends[transfer.from()], receives[transfer.to()]);
    }

    /** Goes from moment to moment at which a link comes free. */
    private static List<Entry> dispatch(Transfer[] waiting, int machines) {
        double[] sendsFrom = new double[machines];
        double[] receivesFrom = new double[machines];
        List<Entry> entries = new ArrayList<>(waiting.length);
        int left = waiting.length;
        double now = 0;
        while (left > 0) {
            double next = Double.POSITIVE_INFINITY;
            int kept = 0;
            for (int i = 0; i < left; i++) {
                Transfer transfer = waiting[i];
                double free = Math.max(sendsFrom[transfer.from()], receivesFrom[transfer.to()]);
                if (free <= now) {
                    entries.add(new Entry(transfer, now));
                    sendsFrom[transfer.from()] = now + transfer.seconds();
                    receivesFrom[transfer.to()] = now + transfer.seconds();
                } else {
                    next = Math.min(next, free);
                    waiting[kept++] = transfer;
                }
            }
            left = kept;
            now = next;
        }
        return List.copyOf(entries);
    }
}
