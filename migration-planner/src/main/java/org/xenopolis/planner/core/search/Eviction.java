package org.xenopolis.planner.core.search;

/**
 * Brings a large item to a machine and sends others away from there, each to where it costs least, as long as that is
 * cheaper than to pay for what is over. As {@link Rearrangement}, where nothing has to fit at once: which rooms the few
 * largest items get decides how good all can become, and shifts and swaps stop changing it while it is still hot.
 */
final class Eviction {
    private static final int SHIFTS_MAX = 24;

    private final Crowd crowd;
    private final Dice dice;
    private final int[] bySize;

    private final int[] item = new int[SHIFTS_MAX];
    private final int[] from = new int[SHIFTS_MAX];
    private int shifts;
    private double change;
    private double charge;

    Eviction(Crowd crowd, Dice dice) {
        this.crowd = crowd;
        this.dice = dice;
        this.bySize = Rearrangement.bySize(crowd.board.placement.model());
    }

    /**
     * Tries one; what is not good enough is undone.
     *
     * @return what the cost changed by, without what is over; NaN where nothing was done
     */
    double attempt(double patience) {
        double skew = dice.fraction();
        int big = bySize[(int) (skew * skew * skew * crowd.board.items)];
        int to = crowd.reach.draw(big, dice);
        if (to == crowd.board.at(big) || !crowd.board.admits(big, to)) {
            return Double.NaN;
        }
        shifts = 0;
        change = 0;
        charge = 0;
        shift(big, to);
        while (shifts < SHIFTS_MAX && crowd.overload.at(to) > 0) {
            int out = mostRelieving(to, big);
            int away = out < 0 ? -1 : cheapest(out, to);
            if (away < 0) {
                break;
            }
            shift(out, away);
        }
        if (change + charge > patience) {
            undo();
            return Double.NaN;
        }
        return change;
    }

    private void shift(int one, int to) {
        item[shifts] = one;
        from[shifts] = crowd.board.at(one);
        change += crowd.board.objective.shift(one, to);
        charge += crowd.overload.shift(one, from[shifts], to, Double.POSITIVE_INFINITY);
        crowd.shift(one, from[shifts], to);
        shifts++;
    }

    private void undo() {
        while (shifts > 0) {
            shifts--;
            crowd.shift(item[shifts], crowd.board.at(item[shifts]), from[shifts]);
        }
    }

    /** With some chance in it. */
    private int mostRelieving(int machine, int stays) {
        int found = -1;
        double most = 0;
        for (int i = 0; i < crowd.roster.count(machine); i++) {
            int one = crowd.roster.item(machine, i);
            double relief = one == stays ? 0 : crowd.overload.relief(one, machine) * (0.5 + dice.fraction());
            if (relief > most) {
                most = relief;
                found = one;
            }
        }
        return found;
    }

    /** Where the item had better be than where it is; −1 where that is nowhere. */
    private int cheapest(int one, int machine) {
        int found = -1;
        double least = 0;
        for (int i = 0; i < crowd.reach.count(one); i++) {
            int to = crowd.reach.machine(one, i);
            if (to == machine) {
                continue;
            }
            double cost = crowd.board.objective.shift(one, to);
            cost += crowd.overload.shift(one, machine, to, least - cost);
            if (cost < least && crowd.board.admits(one, to)) {
                least = cost;
                found = to;
            }
        }
        return found;
    }
}
