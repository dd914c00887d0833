package org.xenopolis.planner.core.search;

import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.model.Rules;
import org.xenopolis.planner.core.objective.Objective;

/** A placement together with all that has to be told when an item moves. */
final class Board {
    final Placement placement;
    final Rules rules;
    final Guard guard;
    final Objective objective;
    final int items;
    final int machines;

    Board(Placement placement, Guard guard, Objective objective) {
        this.placement = placement;
        this.rules = new Rules(placement);
        this.guard = guard;
        this.objective = objective;
        this.items = placement.model().items().count();
        this.machines = placement.model().machines().count();
    }

    int at(int item) {
        return placement.at(item);
    }

    boolean admits(int item, int to) {
        return rules.admits(item, to) && guard.admits(item, to);
    }

    boolean admitsSwap(int a, int b) {
        return rules.admitsSwap(a, b) && guard.admitsSwap(a, b);
    }

    void shift(int item, int to) {
        objective.move(item, to);
        guard.move(item, to);
        placement.move(item, to);
    }

    void swap(int a, int b) {
        int atA = at(a);
        int atB = at(b);
        objective.move(a, atB);
        objective.move(b, atA);
        guard.move(a, atB);
        guard.move(b, atA);
        placement.swap(a, b);
    }
}
