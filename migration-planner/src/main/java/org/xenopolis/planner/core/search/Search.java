package org.xenopolis.planner.core.search;

import org.jspecify.annotations.Nullable;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.objective.Objective;

/**
 * An any-time local search by simulated annealing: shifts, swaps, chains and trades, drawn at random, judged by the change they
 * make, and taken if that is no worse than the temperature's patience. The same seed and the same progress give the same
 * answer. The inner loop allocates nothing.
 *
 * <p>Sources: the methods that did well in the ROADEF/EURO challenge 2012 (Afsar, Artigues, Bourreau and Kedad-Sidhoum,
 * <i>Machine reassignment problem: the ROADEF/EURO challenge 2012</i>, Annals of Operations Research 242, 2016), among
 * them annealing on shifts and swaps. The pull towards home is ours.
 */
public final class Search {
    /** Moves between two looks at the progress and at the best placement. */
    private static final int STRETCH = 4_096;

    private static final int SHARES = 1 << 16;

    private final Board board;
    private final Dice dice;
    private final Tuning tuning;
    private final Tuning.Cooling cooling;
    private final Tuning.Moves moves;
    private final int shiftsBelow;
    private final int chainsFrom;
    private final int tradesFrom;
    private final int kinFrom;
    private final int[] home;

    private final Rearrangement rearrangement;
    private final Siblings siblings;

    private @Nullable Oscillation oscillation;
    private @Nullable Scale begun;
    private @Nullable Pull homeward;
    private double cost;
    private long tried;
    private long taken;
    private double bestCost;
    private int[] best;

    public Search(Placement placement, Guard guard, Objective objective, Tuning tuning, long seed) {
        this.board = new Board(placement, guard, objective);
        this.dice = new Dice(seed);
        this.tuning = tuning;
        this.cooling = tuning.cooling();
        this.moves = tuning.moves();
        this.rearrangement = new Rearrangement(board, dice);
        this.siblings = new Siblings(placement.model());
        this.shiftsBelow = (int) (moves.shifts() * SHARES);
        this.kinFrom = SHARES - (int) (moves.kin() * SHARES);
        this.tradesFrom = kinFrom - (int) (moves.trades() * SHARES);
        this.chainsFrom = tradesFrom - (int) (moves.chains() * SHARES);
        this.home = placement.model().items().home();
        this.cost = objective.cost();
        this.bestCost = cost;
        this.best = placement.toArray();
    }

    /** Searches until the progress is 1; the answer is never worse than the placement it began with. */
    public Answer run(Progress progress) {
        advance(progress, 1);
        return answer();
    }

    /** The same search with other chance, before it has begun. */
    Search vary(int number) {
        dice.vary(number);
        return this;
    }

    /** Goes on until the progress, of this search, is there. */
    void advance(Progress progress, double until) {
        if (board.items == 0 || board.machines < 2) {
            return;
        }
        if (tuning.overfull()) {
            oscillation().advance(progress, until);
        } else {
            anneal(progress, until);
        }
    }

    /** The best so far. */
    Answer answer() {
        return oscillation == null ? new Answer(best, bestCost, tried, taken) : oscillation.answer();
    }

    /** How good what it is at now is: the best so far says little before all has cooled. */
    double standing() {
        return oscillation == null ? cost : oscillation.standing();
    }

    private Oscillation oscillation() {
        if (oscillation == null) {
            oscillation = new Oscillation(board, dice, tuning);
        }
        return oscillation;
    }

    private void anneal(Progress progress, double until) {
        Scale scale = scale();
        Pull pull = pull(scale);
        for (double done = progress.at(tried); done < until; done = progress.at(tried)) {
            pull.set(cooling.pull() * Math.max(0, 1 - done / cooling.pullUntil()));
            stretch(scale.usual() * temperature(done), pull);
            tried += STRETCH;
            rearrange(scale.usual() * temperature(done), pull);
            keepBest();
        }
    }

    private Scale scale() {
        if (begun == null) {
            begun = Scale.of(board, dice);
        }
        return begun;
    }

    private Pull pull(Scale scale) {
        if (homeward == null) {
            homeward = new Pull(board.placement.model(), scale.mean());
        }
        return homeward;
    }

    private double temperature(double done) {
        double annealing = (done - cooling.descent()) / (1 - cooling.descent());
        return annealing < 0 ? 0 : cooling.hot() * Math.pow(cooling.cold() / cooling.hot(), annealing);
    }

    private void stretch(double temperature, Pull pull) {
        for (int i = 0; i < STRETCH; i++) {
            double patience = temperature * dice.patience();
            int kind = (int) (dice.next() >>> 48);
            if (kind < shiftsBelow) {
                shift(patience, pull);
            } else if (kind < chainsFrom) {
                swap(patience, pull);
            } else if (kind < tradesFrom) {
                chain(patience, pull);
            } else if (kind < kinFrom) {
                trade(patience, pull);
            } else {
                kin(patience, pull);
            }
        }
    }

    private void rearrange(double temperature, Pull pull) {
        for (int i = 0; i < moves.rearrangements(); i++) {
            double change = rearrangement.attempt(temperature * dice.patience(), pull);
            tried++;
            if (!Double.isNaN(change)) {
                cost += change;
                taken++;
            }
        }
    }

    private void shift(double patience, Pull pull) {
        int item = dice.below(board.items);
        int to = dice.below(board.machines);
        int from = board.at(item);
        if (from == to || !board.rules.fits(item, to)) {
            return;
        }
        double change = board.objective.shift(item, to);
        if (change + pull.shift(item, from, to) > patience || !board.admits(item, to)) {
            return;
        }
        board.shift(item, to);
        cost += change;
        taken++;
    }

    private void swap(double patience, Pull pull) {
        swap(dice.below(board.items), dice.below(board.items), patience, pull);
    }

    private void swap(int a, int b, double patience, Pull pull) {
        int atA = board.at(a);
        int atB = board.at(b);
        if (atA == atB || !board.rules.fitsSwap(a, b)) {
            return;
        }
        double change = board.objective.swap(a, b);
        double pulled = pull.shift(a, atA, atB) + pull.shift(b, atB, atA);
        if (change + pulled > patience || !board.admitsSwap(a, b)) {
            return;
        }
        board.swap(a, b);
        cost += change;
        taken++;
    }

    /** One item makes place on its machine, and another one takes it. */
    private void chain(double patience, Pull pull) {
        int out = dice.below(board.items);
        int in = dice.below(board.items);
        int away = dice.below(board.machines);
        int place = board.at(out);
        int from = board.at(in);
        if (from != place && away != place && away != from && board.rules.fitsInstead(in, out, place)) {
            pair(out, away, in, place, patience, pull);
        }
    }

    /** One item goes home, and another one moves in its stead: what limits and prices of moving let through. */
    private void trade(double patience, Pull pull) {
        int back = dice.below(board.items);
        int item = dice.below(board.items);
        int to = dice.below(board.machines);
        if (board.at(back) != home[back] && item != back && board.at(item) != to) {
            pair(back, home[back], item, to, patience, pull);
        }
    }

    /** What single moves cannot do where no two items of a group share a machine: change their roles. */
    private void kin(double patience, Pull pull) {
        int item = dice.below(board.items);
        int other = siblings.of(item, dice);
        if (other < 0) {
            return;
        }
        if (dice.below(2) == 0) {
            swap(item, other, patience, pull);
        } else {
            int away = dice.below(board.machines);
            if (away != board.at(item)) {
                pair(item, away, other, board.at(item), patience, pull);
            }
        }
    }

    /** Two shifts, judged together; the first is undone where the second is no good. */
    private void pair(int one, int toOne, int two, int toTwo, double patience, Pull pull) {
        if (!board.rules.fits(one, toOne) || !board.admits(one, toOne)) {
            return;
        }
        int fromOne = board.at(one);
        double change = board.objective.shift(one, toOne);
        double pulled = pull.shift(one, fromOne, toOne) + pull.shift(two, board.at(two), toTwo);
        board.shift(one, toOne);
        if (board.rules.fits(two, toTwo)) {
            change += board.objective.shift(two, toTwo);
            if (change + pulled <= patience && board.admits(two, toTwo)) {
                board.shift(two, toTwo);
                cost += change;
                taken++;
                return;
            }
        }
        board.shift(one, fromOne);
    }

    private void keepBest() {
        if (cost < bestCost) {
            bestCost = cost;
            best = board.placement.toArray();
        }
    }
}
