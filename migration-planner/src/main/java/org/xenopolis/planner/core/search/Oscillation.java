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
    /** By which exponent factors would grow if the whole search were its beginning, what its end adds, and shrink. */
    private static final double UP = 8;

    private static final double UP_AT_LAST = 50;

    private static final double DOWN = 5;

    private final Board board;
    private final Dice dice;
    private final Tuning.Cooling cooling;
    private final Tuning.Moves moves;
    private final Crowd crowd;
    private final Reach reach;
    private final Overload overload;
    private final Roster roster;
    private final Eviction eviction;

    private final double usual;
    private double last;
    private double cost;
    private long tried;
    private long taken;
    private double bestCost;
    private int[] best;

    Oscillation(Board board, Dice dice, Tuning tuning) {
        this.board = board;
        this.dice = dice;
        this.cooling = tuning.cooling();
        this.moves = tuning.moves();
        this.crowd = new Crowd(board);
        this.eviction = new Eviction(crowd, dice);
        this.reach = crowd.reach;
        this.overload = crowd.overload;
        this.roster = crowd.roster;
        this.usual = Scale.of(board, dice).usual();
        this.cost = board.objective.cost();
        this.bestCost = cost;
        this.best = board.placement.toArray();
    }

    /** Goes on until the progress is there. */
    void advance(Progress progress, double until) {
        for (double done = progress.at(tried); done < until; done = progress.at(tried)) {
            double cooled = Math.min(1, done / COOLED);
            double step = done - last;
            overload.charge(
                    usual * between(PRICE, PRICE_AT_LAST, cooled),
                    Math.exp((UP + UP_AT_LAST * done * done) * step),
                    Math.exp(-DOWN * step));
            last = done;
            double temperature = usual * between(cooling.hot(), cooling.cold(), cooled);
            stretch(temperature);
            evict(temperature);
        }
    }

    Answer answer() {
        return new Answer(best, bestCost, tried, taken);
    }

    /** What the placement costs as it is, what is over included. */
    double standing() {
        return cost + overload.cost();
    }

    private static double between(double first, double last, double done) {
        return first * Math.pow(last / first, done);
    }

    private void stretch(double temperature) {
        for (int i = 0; i < STRETCH; i++) {
            int item = dice.below(board.items);
            int from = board.at(item);
            int to = reach.draw(item, dice);
            if (to == from) {
                continue;
            }
            if (dice.fraction() < moves.shifts()) {
                shift(item, from, to, temperature * dice.patience());
            } else if (roster.count(to) > 0) {
                int other = roster.draw(to, dice);
                if (reach.holds(other, from)) {
                    swap(item, from, other, to, temperature * dice.patience());
                }
            }
        }
        tried += STRETCH;
    }

    private void evict(double temperature) {
        for (int i = 0; i < moves.rearrangements(); i++) {
            double change = eviction.attempt(temperature * dice.patience());
            if (!Double.isNaN(change)) {
                took(change);
            }
        }
        tried += moves.rearrangements();
    }

    private void shift(int item, int from, int to, double patience) {
        double change = board.objective.shift(item, to);
        double most = patience - change;
        if (most < -overload.at(from, to) || overload.shift(item, from, to, most) > most || !board.admits(item, to)) {
            return;
        }
        crowd.shift(item, from, to);
        took(change);
    }

    private void swap(int a, int atA, int b, int atB, double patience) {
        double change = board.objective.swap(a, b);
        double most = patience - change;
        if (most < -overload.at(atA, atB) || overload.swap(a, atA, b, atB, most) > most || !board.admitsSwap(a, b)) {
            return;
        }
        crowd.swap(a, atA, b, atB);
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
