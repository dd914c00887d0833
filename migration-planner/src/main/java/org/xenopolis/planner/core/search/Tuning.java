package org.xenopolis.planner.core.search;

import java.util.List;

/**
 * How a search cools down, and what it tries. Temperatures and the pull are in units of the change that a random move
 * typically makes, so that one setting suits costs of any size.
 *
 * @param overfull whether the search passes through placements that do not fit; it then has only shifts, swaps and
 *     rearrangements, and needs neither pull nor descent
 */
public record Tuning(Cooling cooling, Moves moves, boolean overfull) {
    /**
     * @param hot temperature at the start of annealing
     * @param cold temperature at the end
     * @param descent progress until which only improvements are taken
     * @param pull what it costs at the start that an item with the average share of lingering resources is away from
     *     home; falls to nothing by {@code pullUntil}. Without it early moves fill machines with what they leave behind,
     *     and later ones find no room
     * @param pullUntil progress at which the pull is gone
     */
    public record Cooling(double hot, double cold, double descent, double pull, double pullUntil) {
        /** Without a pull. */
        public static Cooling of(double hot, double cold, double descent) {
            return new Cooling(hot, cold, descent, 0, 1);
        }
    }

    /**
     * Shares of moves; what they leave is for swaps.
     *
     * @param shifts of one item
     * @param chains in which an item takes the place that another one leaves for a third machine
     * @param trades in which one item goes home and another one moves
     * @param kin between two items of one group: they swap, or one goes and the other takes its place
     * @param rearrangements of large items, how many are tried after every 4,096 other moves
     */
    public record Moves(double shifts, double chains, double trades, double kin, int rearrangements) {}

    public static final Tuning DEFAULT =
            new Tuning(new Cooling(0.3, 0.0003, 0.05, 4, 0.7), new Moves(0.5, 0.02, 0, 0, 16), false);

    /** Where hardly a move fits. */
    public static final Tuning TIGHT = new Tuning(Cooling.of(3, 0.02, 0), new Moves(0.15, 0, 0, 0, 32), true);

    /** Cools until single moves count, where the great costs can be brought to nothing. */
    public static final Tuning DEEP = gentle(0.1, 3e-7);

    /** Those that suit one kind of small instance or another: smooth, rugged, tight, or such that can be brought to nothing. */
    public static final List<Tuning> KINDS = List.of(gentle(0.3, 0.0003), gentle(3, 0.03), TIGHT, DEEP);

    /** For costs with a limit on moves: trades let it be used up without going over it. */
    public static final Tuning LIMITED = new Tuning(Cooling.of(0.3, 0.01, 0.05), new Moves(0.15, 0, 0.04, 0, 0), false);

    /** Takes improvements only: what is left to do once the place is found. */
    public static final Tuning SETTLING =
            new Tuning(Cooling.of(0.3, 0.001, 1), new Moves(0.4, 0.05, 0.35, 0, 0), false);

    /** As {@link #LIMITED} where items come in twos that change roles: hotter, since a step moves either of them. */
    public static final Tuning PAIRED = new Tuning(Cooling.of(1, 0.01, 0.05), new Moves(0.15, 0, 0.04, 0.07, 0), false);

    public static final Tuning SETTLING_PAIRS =
            new Tuning(Cooling.of(0.3, 0.001, 1), new Moves(0.4, 0.05, 0.3, 0.07, 0), false);

    /** As the default, with a quarter of its pull. */
    private static Tuning gentle(double hot, double cold) {
        return new Tuning(new Cooling(hot, cold, 0.05, 1, 0.7), DEFAULT.moves, false);
    }
}
