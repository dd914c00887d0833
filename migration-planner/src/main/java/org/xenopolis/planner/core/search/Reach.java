package org.xenopolis.planner.core.search;

import java.util.Arrays;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;

/**
 * The machines that an item can ever be on. What leaves a machine frees none of its lingering resources, so of these no
 * more can come to it than was free at the start: on tight fleets three quarters of all moves are ruled out once and for
 * all.
 */
final class Reach {
    private final int words;
    /** One bit per item and machine. */
    private final long[] can;
    /** Of each item where its machines begin. */
    private final int[] from;

    private final int[] machines;

    Reach(Model model) {
        int items = model.items().count();
        int count = model.machines().count();
        this.words = (count + 63) >>> 6;
        this.can = new long[Math.multiplyExact(items, words)];
        this.from = new int[items + 1];
        int[] all = new int[Math.multiplyExact(items, count)];
        int reached = 0;
        Placement start = new Placement(model);
        for (int item = 0; item < items; item++) {
            for (int machine = 0; machine < count; machine++) {
                if (canEverHold(start, item, machine)) {
                    can[item * words + (machine >>> 6)] |= 1L << machine;
                    all[reached++] = machine;
                }
            }
            from[item + 1] = reached;
        }
        this.machines = Arrays.copyOf(all, reached);
    }

    /** One of the item's machines, the one it is on included. */
    int draw(int item, Dice dice) {
        return machines[from[item] + dice.below(count(item))];
    }

    int count(int item) {
        return from[item + 1] - from[item];
    }

    int machine(int item, int index) {
        return machines[from[item] + index];
    }

    boolean holds(int item, int machine) {
        return (can[item * words + (machine >>> 6)] & (1L << machine)) != 0;
    }

    private static boolean canEverHold(Placement start, int item, int machine) {
        Model model = start.model();
        if (model.items().home()[item] == machine) {
            return true;
        }
        for (int r = 0; r < model.resources(); r++) {
            long most = model.lingering()[r]
                    ? start.room(machine, r)
                    : model.machines().capacity()[machine * model.resources() + r];
            if (model.items().demand()[item * model.resources() + r] > most) {
                return false;
            }
        }
        return true;
    }
}
