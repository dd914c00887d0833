package org.xenopolis.planner.core.schedule;

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
        List<Entry> entries = new Dispatch(order(transfers, sends, receives), machines).entries();
        double makespan = 0;
        for (Entry entry : entries) {
            makespan = Math.max(makespan, entry.ends());
        }
        return new Timetable(entries, makespan, bound);
    }

    private static Transfer[] order(List<Transfer> transfers, double[] sends, double[] receives) {
        Waiting[] waiting = new Waiting[transfers.size()];
        int count = 0;
        for (Transfer transfer : transfers) {
            double busiest = Math.max(sends[transfer.from()], receives[transfer.to()]);
            waiting[count++] = new Waiting(transfer, busiest);
        }
        Arrays.sort(waiting);
        Transfer[] order = new Transfer[count];
        for (int i = 0; i < count; i++) {
            order[i] = waiting[i].transfer();
        }
        return order;
    }

    /** @param busiest what the busier of its two links has to carry, in seconds */
    private record Waiting(Transfer transfer, double busiest) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int byLink = Double.compare(other.busiest, busiest);
            return byLink != 0 ? byLink : Double.compare(other.transfer.seconds(), transfer.seconds());
        }
    }
}
