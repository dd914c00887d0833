package org.xenopolis.planner.core.schedule;

import java.util.ArrayList;
import java.util.List;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.model.Rules;

/**
 * Orders moves so that every step on its own obeys the hard rules. Where the rest waits for each other in a circle, one
 * item stops over on a machine that has room.
 */
public final class Sequencer {
    private final Placement placement;
    private final Guard guard;
    private final Rules rules;
    private final List<Shift> steps = new ArrayList<>();

    /** Starts from the placement as it is, and moves it. */
    public Sequencer(Placement placement, Guard guard) {
        this.placement = placement;
        this.guard = guard;
        this.rules = new Rules(placement);
    }

    /**
     * @param stopOversMax steps that may be spent beyond one for each item
     */
    public Sequence order(int[] target, int stopOversMax) {
        List<Integer> waiting = new ArrayList<>();
        for (int item = 0; item < target.length; item++) {
            if (placement.at(item) != target[item]) {
                waiting.add(item);
            }
        }
        int left = stopOversMax;
        while (!waiting.isEmpty()) {
            boolean moved = waiting.removeIf(item -> tryShift(item, target[item]));
            if (!moved && (left-- <= 0 || !stopOver(waiting))) {
                break;
            }
        }
        return new Sequence(List.copyOf(steps), List.copyOf(waiting));
    }

    private boolean stopOver(List<Integer> waiting) {
        for (int item : waiting) {
            for (int machine = 0; machine < placement.model().machines().count(); machine++) {
                if (machine != placement.at(item) && tryShift(item, machine)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean tryShift(int item, int to) {
        if (!rules.fits(item, to) || !rules.admits(item, to) || !guard.admits(item, to)) {
            return false;
        }
        steps.add(new Shift(item, placement.at(item), to));
        guard.move(item, to);
        placement.move(item, to);
        return true;
    }
}
