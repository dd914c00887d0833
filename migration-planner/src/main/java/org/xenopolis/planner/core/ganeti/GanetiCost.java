package org.xenopolis.planner.core.ganeti;

import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.objective.DeviationCost;
import org.xenopolis.planner.core.objective.MoveLimit;
import org.xenopolis.planner.core.objective.Objective;

/** The part of the score that moves can change, and what moves cost. */
final class GanetiCost implements Objective {
    private static final double CONFLICT = 2;

    private final Placement placement;
    private final DeviationCost deviations;
    private final MoveLimit moves;
    private final TagCounts tags;
    private final int[] guestOf;
    /** What it costs that a guest is on a node: being there is what is wrong with offline and failing ones. */
    private final double[] stay;

    private double spread;
    private double stays;

    GanetiCost(
            Placement placement,
            DeviationCost deviations,
            MoveLimit moves,
            TagCounts tags,
            int[] guestOf,
            double[] stay) {
        this.placement = placement;
        this.deviations = deviations;
        this.moves = moves;
        this.tags = tags;
        this.guestOf = guestOf;
        this.stay = stay;
        this.spread = deviations.cost();
        for (int item = 0; item < guestOf.length; item++) {
            stays += stay[placement.at(item)];
        }
    }

    @Override
    public double cost() {
        return spread + stays + moves.cost();
    }

    @Override
    public double shift(int item, int to) {
        int from = placement.at(item);
        return deviations.afterShift(item, from, to)
                - spread
                + stay[to]
                - stay[from]
                - CONFLICT * tags.conflicts(guestOf[item], from)
                + moves.shift(item, from, to);
    }

    @Override
    public double swap(int a, int b) {
        int atA = placement.at(a);
        int atB = placement.at(b);
        return deviations.afterSwap(a, atA, b, atB)
                - spread
                - CONFLICT * (tags.conflicts(guestOf[a], atA) + tags.conflicts(guestOf[b], atB))
                + moves.swap(a, atA, b, atB);
    }

    @Override
    public void move(int item, int to) {
        int from = placement.at(item);
        stays += stay[to] - stay[from] - CONFLICT * tags.conflicts(guestOf[item], from);
        deviations.move(item, from, to);
        moves.move(item, from, to);
        spread = deviations.cost();
    }
}
