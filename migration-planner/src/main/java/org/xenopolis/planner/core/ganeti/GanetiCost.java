package org.xenopolis.planner.core.ganeti;

import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.objective.DeviationCost;
import org.xenopolis.planner.core.objective.Objective;

/** The part of the score that moves can change, and what moves cost. */
final class GanetiCost implements Objective {
    private static final double CONFLICT = 2;
    private static final double OFFLINE_GUEST = 4;
    private static final double OFFLINE_PRIMARY = 16;

    private final Placement placement;
    private final DeviationCost deviations;
    private final StepLimit steps;
    private final TagCounts tags;
    private final Reserves reserves;
    private final Copies copies;
    private final boolean[] offline;

    private double spread;
    private double stays;

    /** The tags and reserves are told of moves by the {@link GanetiGuard}. */
    GanetiCost(
            Placement placement,
            DeviationCost deviations,
            StepLimit steps,
            TagCounts tags,
            Reserves reserves,
            Copies copies,
            boolean[] offline) {
        this.placement = placement;
        this.deviations = deviations;
        this.steps = steps;
        this.tags = tags;
        this.reserves = reserves;
        this.copies = copies;
        this.offline = offline;
        this.spread = deviations.cost();
        for (int item = 0; item < copies.count(); item++) {
            stays += stay(item, placement.at(item));
        }
    }

    @Override
    public double cost() {
        return spread + stays + steps.cost() + reserves.cost();
    }

    /** What being there costs by itself; conflicts end where one of those that share a tag leaves. */
    private double stay(int item, int node) {
        return !offline[node] ? 0 : OFFLINE_GUEST + (copies.second()[item] ? 0 : OFFLINE_PRIMARY);
    }

    /** The score does not look at offline nodes. */
    private double conflicts(int item, int node) {
        return copies.second()[item] || offline[node] ? 0 : CONFLICT * tags.conflicts(copies.guestOf()[item], node);
    }

    @Override
    public double shift(int item, int to) {
        int from = placement.at(item);
        int guest = copies.guestOf()[item];
        boolean second = copies.second()[item];
        double change = deviations.afterShift(item, from, to)
                - spread
                + stay(item, to)
                - stay(item, from)
                - conflicts(item, from)
                + steps.shift(guest, second, to);
        if (reserves.any()) {
            change -= reserves.cost();
            reserves.move(guest, second, to);
            change += reserves.cost();
            reserves.move(guest, second, from);
        }
        return change;
    }

    @Override
    public double swap(int a, int b) {
        int atA = placement.at(a);
        int atB = placement.at(b);
        int guestA = copies.guestOf()[a];
        int guestB = copies.guestOf()[b];
        boolean secondA = copies.second()[a];
        boolean secondB = copies.second()[b];
        double change = deviations.afterSwap(a, atA, b, atB)
                - spread
                - conflicts(a, atA)
                - conflicts(b, atB)
                + steps.swap(guestA, secondA, guestB, secondB);
        if (reserves.any()) {
            change -= reserves.cost();
            reserves.move(guestA, secondA, atB);
            reserves.move(guestB, secondB, atA);
            change += reserves.cost();
            reserves.move(guestB, secondB, atB);
            reserves.move(guestA, secondA, atA);
        }
        return change;
    }

    @Override
    public void move(int item, int to) {
        int from = placement.at(item);
        stays += stay(item, to) - stay(item, from) - conflicts(item, from);
        deviations.move(item, from, to);
        steps.move(copies.guestOf()[item], copies.second()[item], to);
        spread = deviations.cost();
    }
}
