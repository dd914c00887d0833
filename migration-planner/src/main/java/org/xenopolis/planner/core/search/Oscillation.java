package org.xenopolis.planner.core.search;

/**
 * Annealing through placements that do not fit, for fleets so tight that hardly a move does: what is over has a price,
 * low at first, which rises while the search cools, and more and more where something stays over. Groups and guards are
 * obeyed at every step. The answer is the best placement on the way in which nothing is over.
 *
 * <p>The idea is Glover's strategic oscillation (<i>Heuristics for integer programming using surrogate constraints</i>,
 * 1977); the factors on what stays over are those of the breakout method (Morris, 1993).
 */
final class Oscillation {
    private static final int STRETCH = 4_096;
    /** Progress from which the temperature and the price stay as they are, and only factors drive out what is over. */
    private static final double COOLED = 0.9;
    /** Prices of what an average item takes, in units of what a random move usually changes. */
    private static final double PRICE = 1;

    private static final double PRICE_AT_LAST = 30;
    /** By which exponent factors would grow if the whole search were its end, and shrink. */
    private static final double UP = 50;

    private static final double DOWN = 5;

    private final Board board;
    private final Dice dice;
    private final Tuning tuning;
    private final Reach reach;
    private final Overload overload;

    private double cost;
    private long tried;
    private long taken;
    private double bestCost;
    private int[] best;

    Oscillation(Board board, Dice dice, Tuning tuning) {
        this.board = board;
        this.dice = dice;
        this.tuning = tuning;
        this.reach = new Reach(board.placement.model());
        this.overload = new Overload(board.placement);
        this.cost = board.objective.cost();
        this.bestCost = cost;
        this.best = board.placement.toArray();
    }

    Answer run(Progress progress) {
        double usual = Scale.of(board, dice).usual();
        double last = 0;
        for (double done = progress.at(0); done < 1; done = progress.at(tried)) {
            double cooled = Math.min(1, done / COOLED);
            overload.charge(usual * between(PRICE, PRICE_AT_LAST, cooled));
            overload.insist(Math.exp(UP * done * done * (done - last)), Math.exp(-DOWN * (done - last)));
            last = done;
            stretch(usual * between(tuning.hot(), tuning.cold(), cooled));
        }
        return new Answer(best, bestCost, tried, taken);
    }

    private static double between(double first, double last, double done) {
        return first * Math.pow(last / first, done);
    }

    private void stretch(double temperature) {
        for (int i = 0; i < STRETCH; i++) {
            double patience = temperature * dice.patience();
            int item = dice.below(board.items);
            int to = reach.draw(item, dice);
            if (to == board.at(item)) {
                continue;
            }
            if (dice.fraction() < tuning.shifts()) {
                shift(item, to, patience);
            } else if (board.placement.count(to) > 0) {
                swap(item, board.draw(to, dice), patience);
            }
        }
        tried += STRETCH;
    }

    private void shift(int item, int to, double patience) {
        int from = board.at(item);
        double change = board.objective.shift(item, to);
        if (change > patience && !overload.isOn(from)) {
            return;
        }
        if (change + overload.shift(item, from, to, patience - change) > patience || !board.admits(item, to)) {
            return;
        }
        overload.move(item, from, to);
        board.shift(item, to);
        took(change);
    }

    private void swap(int a, int b, double patience) {
        int atA = board.at(a);
        int atB = board.at(b);
        if (!reach.holds(b, atA)) {
            return;
        }
        double change = board.objective.swap(a, b);
        if (change > patience && !overload.isOn(atA) && !overload.isOn(atB)) {
            return;
        }
        if (change + overload.swap(a, atA, b, atB, patience - change) > patience || !board.admitsSwap(a, b)) {
            return;
        }
        overload.moveSwap(a, atA, b, atB);
        board.swap(a, b);
        took(change);
    }

    private void took(double change) {
        cost += change;
        taken++;
        if (cost < bestCost && overload.isNone()) {
            bestCost = cost;
            best = board.placement.toArray();
        }
    }
}
