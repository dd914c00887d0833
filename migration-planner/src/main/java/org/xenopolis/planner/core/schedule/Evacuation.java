package org.xenopolis.planner.core.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.model.Rules;

/**
 * Finds a place for all items of machines that are to be emptied, so that the links that receive carry alike. No emptied
 * machine takes anything, so no step needs the room that another one makes: any order of them is allowed.
 */
public final class Evacuation {
    private final Placement placement;
    private final Guard guard;
    private final Rules rules;
    private final double[] receives;
    /** Machines that take items, the one that receives least so far first. */
    private final int[] open;

    /**
     * @param placement is moved
     * @param closed machines to be emptied, and others that take nothing
     */
    public Evacuation(Placement placement, Guard guard, boolean[] closed) {
        this.placement = placement;
        this.guard = guard;
        this.rules = new Rules(placement);
        this.receives = new double[closed.length];
        int[] machines = new int[closed.length];
        int count = 0;
        for (int machine = 0; machine < closed.length; machine++) {
            if (!closed[machine]) {
                machines[count++] = machine;
            }
        }
        this.open = Arrays.copyOf(machines, count);
    }

    /** The longest first: what comes later fills the gaps. */
    private record Leaving(int item, double seconds) implements Comparable<Leaving> {
        @Override
        public int compareTo(Leaving other) {
            int bySeconds = Double.compare(other.seconds, seconds);
            return bySeconds != 0 ? bySeconds : Integer.compare(item, other.item);
        }
    }

    /** @param stuck items that fit nowhere */
    public record Plan(List<Transfer> transfers, List<Integer> stuck) {}

    /**
     * @param machines to be emptied; all of them closed
     * @param seconds that each item on them takes to move; what stands there for others is not read
     */
    public Plan empty(int[] machines, double[] seconds) {
        List<Leaving> leaving = new ArrayList<>();
        for (int machine : machines) {
            for (int item = placement.first(machine); item >= 0; item = placement.next(item)) {
                leaving.add(new Leaving(item, seconds[item]));
            }
        }
        leaving.sort(null);
        List<Transfer> transfers = new ArrayList<>();
        List<Integer> stuck = new ArrayList<>();
        for (Leaving leaves : leaving) {
            int item = leaves.item();
            int place = target(item);
            if (place < 0) {
                stuck.add(item);
                continue;
            }
            int to = open[place];
            transfers.add(new Transfer(item, placement.at(item), to, seconds[item]));
            receives[to] += seconds[item];
            sink(place);
            guard.move(item, to);
            placement.move(item, to);
        }
        return new Plan(List.copyOf(transfers), List.copyOf(stuck));
    }

    /** Index of the first open machine that takes the item; −1 where none does. */
    private int target(int item) {
        for (int i = 0; i < open.length; i++) {
            int machine = open[i];
            if (rules.fits(item, machine) && rules.admits(item, machine) && guard.admits(item, machine)) {
                return i;
            }
        }
        return -1;
    }

    /** Puts the machine behind all that receive no more than it does now. */
    private void sink(int place) {
        int machine = open[place];
        int low = place + 1;
        int high = open.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (receives[open[middle]] <= receives[machine]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        System.arraycopy(open, place + 1, open, place, low - place - 1);
        open[low - 1] = machine;
    }
}
