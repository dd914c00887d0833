package org.xenopolis.planner.core.search;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.xenopolis.planner.core.model.Model;

/**
 * Brings a large item to a machine that has no room for it, and sends as many others away from there as it takes, each to
 * the machine that costs least. Single moves cannot do that: every one of them would have to be worth it by itself. The
 * idea is the "big process rearrangement" of Gavranović, Buljubašić and Demirović, <i>Variable neighborhood search for
 * Google machine reassignment problem</i> (2012).
 */
final class Rearrangement {
    private static final int SHIFTS_MAX = 16;

    private final Board board;
    private final Dice dice;
    private final int resources;
    private final long[] demand;
    private final long[] capacity;
    /** Items, the bulkiest first. */
    private final int[] bySize;

    private final int[] item = new int[SHIFTS_MAX];
    private final int[] from = new int[SHIFTS_MAX];
    private int shifts;
    private double change;
    private double pulled;

    Rearrangement(Board board, Dice dice) {
        this.board = board;
        this.dice = dice;
        Model model = board.placement.model();
        this.resources = model.resources();
        this.demand = model.items().demand();
        this.capacity = model.machines().capacity();
        this.bySize = bySize(model);
    }

    /**
     * Tries one; what is not good enough is undone.
     *
     * @return what the cost changed by; NaN where nothing was done
     */
    double attempt(double patience, Pull pull) {
        double skew = dice.fraction();
        int big = bySize[(int) (skew * skew * skew * board.items)];
        int to = dice.below(board.machines);
        if (to == board.at(big) || !couldHold(to, big) || !board.admits(big, to)) {
            return Double.NaN;
        }
        shifts = 0;
        change = 0;
        pulled = 0;
        shift(big, to, pull);
        while (isOverfull(to)) {
            int out = shifts == SHIFTS_MAX ? -1 : mostRelieving(to, big);
            int away = out < 0 ? -1 : cheapest(out, to, pull);
            if (away < 0) {
                undo();
                return Double.NaN;
            }
            shift(out, away, pull);
        }
        if (change + pulled > patience) {
            undo();
            return Double.NaN;
        }
        return change;
    }

    private void shift(int one, int to, Pull pull) {
        item[shifts] = one;
        from[shifts] = board.at(one);
        change += board.objective.shift(one, to);
        pulled += pull.shift(one, from[shifts], to);
        board.shift(one, to);
        shifts++;
    }

    private void undo() {
        while (shifts > 0) {
            shifts--;
            board.shift(item[shifts], from[shifts]);
        }
    }

    private boolean couldHold(int machine, int one) {
        for (int r = 0; r < resources; r++) {
            if (demand[one * resources + r] > capacity[machine * resources + r]) {
                return false;
            }
        }
        return true;
    }

    private boolean isOverfull(int machine) {
        for (int r = 0; r < resources; r++) {
            if (board.placement.room(machine, r) < 0) {
                return true;
            }
        }
        return false;
    }

    /** The item whose leaving gives back most of what is missing, with some chance in it. */
    private int mostRelieving(int machine, int stays) {
        int found = -1;
        double most = 0;
        for (int one = board.placement.first(machine); one >= 0; one = board.placement.next(one)) {
            double relief = one == stays ? 0 : relief(one, machine) * (0.5 + dice.fraction());
            if (relief > most) {
                most = relief;
                found = one;
            }
        }
        return found;
    }

    private double relief(int one, int machine) {
        double relief = 0;
        for (int r = 0; r < resources; r++) {
            long missing = -board.placement.room(machine, r);
            if (missing > 0) {
                relief += Math.min(1, (double) demand[one * resources + r] / missing);
            }
        }
        return relief;
    }

    private int cheapest(int one, int machine, Pull pull) {
        int found = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int to = 0; to < board.machines; to++) {
            if (to == machine || !board.rules.fits(one, to)) {
                continue;
            }
            double cost = board.objective.shift(one, to) + pull.shift(one, machine, to);
            if (cost < least && board.admits(one, to)) {
                least = cost;
                found = to;
            }
        }
        return found;
    }

    static int[] bySize(Model model) {
        int resources = model.resources();
        double[] mean = new double[resources];
        long[] capacity = model.machines().capacity();
        for (int cell = 0; cell < capacity.length; cell++) {
            mean[cell % resources] +=
                    (double) Math.max(0, capacity[cell]) / model.machines().count();
        }
        double[] bulk = new double[model.items().count()];
        for (int one = 0; one < bulk.length; one++) {
            for (int r = 0; r < resources; r++) {
                double share = model.items().demand()[one * resources + r] / Math.max(1, mean[r]);
                bulk[one] = Math.max(bulk[one], share);
            }
        }
        Integer[] order = IntStream.range(0, bulk.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(bulk[b], bulk[a]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
