package org.xenopolis.planner.core.search;

import java.util.List;

/**
 * How a search cools down. Temperatures and the pull are in units of the change that a random move typically makes, so
 * that one setting suits costs of any size.
 *
 * @param hot temperature at the start of annealing
 * @param cold temperature at the end
 * @param pull what it costs at the start that an item with the average share of lingering resources is away from home;
 *     falls to nothing by {@code pullUntil}. Without it early moves fill machines with what they leave behind, and later
 *     ones find no room
 * @param pullUntil progress at which the pull is gone
 * @param descent progress until which only improvements are taken
 * @param shifts share of moves that shift one item
 * @param chains share of moves in which an item takes the place that another one leaves for a third machine
 * @param trades share of moves in which one item goes home and another one moves; the rest are swaps
 * @param rearrangements of large items, tried after every 4,096 other moves
 * @param kin share of moves between two items of one group: they swap, or one goes and the other takes its place
 * @param overfull whether the search passes through placements that do not fit; it then has only shifts and swaps, and
 *     needs neither pull nor descent
 */
public record Tuning(
        double hot,
        double cold,
        double pull,
        double pullUntil,
        double descent,
        double shifts,
        double chains,
        double trades,
        int rearrangements,
        double kin,
        boolean overfull) {
    /** Of a search whose every placement fits. */
    public Tuning(
            double hot,
            double cold,
            double pull,
            double pullUntil,
            double descent,
            double shifts,
            double chains,
            double trades,
            int rearrangements,
            double kin) {
        this(hot, cold, pull, pullUntil, descent, shifts, chains, trades, rearrangements, kin, false);
    }

    public static final Tuning DEFAULT = new Tuning(0.3, 0.0003, 4, 0.7, 0.05, 0.5, 0.02, 0, 16, 0);

    /** Where hardly a move fits. */
    public static final Tuning TIGHT = new Tuning(3, 0.02, 0, 1, 0, 0.15, 0, 0, 0, 0, true);

    /** Cools until single moves count, where the great costs can be brought to nothing. */
    public static final Tuning DEEP = DEFAULT.with(0.1, 3e-7, 1);

    /** Those that suit one kind of instance or another: much left behind or little, tight or not, rugged or smooth. */
    public static final List<Tuning> KINDS = List.of(
            DEFAULT,
            DEFAULT.with(0.3, 0.0003, 1),
            DEFAULT.with(3, 0.03, 1),
            DEFAULT.with(0.03, 0.0003, 1),
            TIGHT,
            DEEP);

    /** For costs with a limit on moves: trades let it be used up without going over it. */
    public static final Tuning LIMITED = new Tuning(0.3, 0.001, 0, 1, 0.05, 0.5, 0, 0.1, 0, 0);

    /** Takes improvements only: what is left to do once the place is found. */
    public static final Tuning SETTLING = new Tuning(0.3, 0.001, 0, 1, 1, 0.4, 0.05, 0.35, 0, 0);

    /** As {@link #LIMITED} where items come in twos that change roles: hotter, since a step moves either of them. */
    public static final Tuning PAIRED = new Tuning(1, 0.001, 0, 1, 0.05, 0.4, 0, 0.1, 0, 0.07);

    public static final Tuning SETTLING_PAIRS = new Tuning(0.3, 0.001, 0, 1, 1, 0.4, 0.05, 0.3, 0, 0.07);

    private Tuning with(double otherHot, double otherCold, double otherPull) {
        return new Tuning(
                otherHot,
                otherCold,
                otherPull,
                pullUntil,
                descent,
                shifts,
                chains,
                trades,
                rearrangements,
                kin,
                overfull);
    }
}
