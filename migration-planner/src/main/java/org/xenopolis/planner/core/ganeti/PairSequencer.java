package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.List;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.model.Rules;

/**
 * Orders hbal's moves so that each one is allowed when its turn comes, what it passes through included. A guest whose two
 * nodes both change takes two of them; where the rest waits in a circle, one guest stops over.
 */
final class PairSequencer {
    private final Placement placement;
    private final GanetiGuard guard;
    private final Rules rules;
    private final Copies copies;
    private final boolean[] offline;
    private final int nodes;
    private final List<GanetiStep> steps = new ArrayList<>();
    private final boolean[] hasStoppedOver;
    private int left;

    /** Starts from the placement as it is, and moves it. */
    PairSequencer(Placement placement, GanetiGuard guard, Copies copies, boolean[] offline) {
        this.placement = placement;
        this.guard = guard;
        this.rules = new Rules(placement);
        this.copies = copies;
        this.offline = offline;
        this.hasStoppedOver = new boolean[copies.count()];
        this.nodes = placement.model().machines().count();
    }

    /** At most so many steps; who finds none that is allowed stays. */
    List<GanetiStep> order(int[] target, int stepsMax) {
        left = stepsMax;
        List<Integer> waiting = new ArrayList<>();
        for (int item = 0; item < target.length; item += isMirrored(item) ? 2 : 1) {
            if (!pair(item).equals(pair(item, target))) {
                waiting.add(item);
            }
        }
        while (!waiting.isEmpty() && left > 0) {
            boolean moved = waiting.removeIf(item -> bring(item, pair(item, target)));
            if (!moved && (left <= waiting.size() || !stopOver(waiting))) {
                break;
            }
        }
        return List.copyOf(steps);
    }

    private boolean isMirrored(int item) {
        return item + 1 < copies.count() && copies.second()[item + 1];
    }

    private Pair pair(int item) {
        return new Pair(placement.at(item), isMirrored(item) ? placement.at(item + 1) : -1);
    }

    private Pair pair(int item, int[] at) {
        return new Pair(at[item], isMirrored(item) ? at[item + 1] : -1);
    }

    /** To where it should be, by way of one of the pairs in between if it has to. */
    private boolean bring(int item, Pair to) {
        Pair from = pair(item);
        if (from.stepsTo(to.primary(), to.secondary()) == 1) {
            return step(item, to);
        }
        for (int stays : new int[] {from.primary(), from.secondary()}) {
            for (int comes : new int[] {to.primary(), to.secondary()}) {
                if (left > 1
                        && (through(item, new Pair(stays, comes), to) || through(item, new Pair(comes, stays), to))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean through(int item, Pair between, Pair to) {
        Pair from = pair(item);
        if (!step(item, between)) {
            return false;
        }
        if (step(item, to)) {
            return true;
        }
        put(item, from);
        steps.removeLast();
        left++;
        return false;
    }

    /** A guest does so once: it would go round and round otherwise. */
    private boolean stopOver(List<Integer> waiting) {
        for (int item : waiting) {
            if (!hasStoppedOver[item] && stopOver(item)) {
                hasStoppedOver[item] = true;
                return true;
            }
        }
        return false;
    }

    private boolean stopOver(int item) {
        Pair from = pair(item);
        for (int node = 0; node < nodes; node++) {
            if (isFree(from, node) && step(item, new Pair(node, from.secondary()))) {
                return true;
            }
        }
        return isMirrored(item) && left > 1 && leaveBySecondary(item);
    }

    /** It cannot run where its second copy is: so that one goes elsewhere first. */
    private boolean leaveBySecondary(int item) {
        Pair from = pair(item);
        for (int second = 0; second < nodes; second++) {
            for (int first = 0; first < nodes; first++) {
                if (isFree(from, second)
                        && isFree(from, first)
                        && first != second
                        && through(item, new Pair(from.primary(), second), new Pair(first, second))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFree(Pair of, int node) {
        return node != of.primary() && node != of.secondary();
    }

    private boolean step(int item, Pair to) {
        Pair from = pair(item);
        GanetiStep step = new GanetiStep(copies.guestOf()[item], from, to);
        boolean made = left > 0
                && switch (step.kind()) {
                    case "r" -> shift(item + 1, to.secondary());
                    case "f" -> swap(item);
                    case "frf" -> replacePrimary(item, to.primary());
                    case "rf" -> shift(item + 1, to.primary()) && swap(item);
                    case "fr" -> shift(item + 1, to.secondary()) && shift(item, to.primary());
                    default -> shift(item, to.primary());
                };
        if (!made) {
            put(item, from);
            return false;
        }
        steps.add(step);
        left--;
        return true;
    }

    private boolean shift(int item, int to) {
        if (!rules.fits(item, to) || !rules.admits(item, to) || !guard.admits(item, to)) {
            return false;
        }
        go(item, to);
        return true;
    }

    private boolean swap(int item) {
        if (!rules.fitsSwap(item, item + 1) || !guard.admitsSwap(item, item + 1)) {
            return false;
        }
        put(item, new Pair(placement.at(item + 1), placement.at(item)));
        return true;
    }

    /** While its disks are copied to the new primary, it runs where its second copy was. */
    private boolean replacePrimary(int item, int to) {
        Pair from = pair(item);
        if (offline[from.primary()]) {
            // Nobody waits for it to be well placed in between: its node is gone. As hbal does, only what must be, must
            // be.
            return rules.fitsInstead(item, item + 1, from.secondary())
                    && guard.tagsAdmit(item, from.secondary())
                    && shift(item, to);
        }
        return shift(item + 1, to) && shift(item, from.secondary()) && swap(item);
    }

    private void put(int item, Pair to) {
        if (isMirrored(item) && placement.at(item) == to.secondary() && placement.at(item + 1) == to.primary()) {
            guard.move(item, to.primary());
            guard.move(item + 1, to.secondary());
            placement.swap(item, item + 1);
            return;
        }
        // The second copy first where the first one goes to where it was.
        boolean secondFirst = isMirrored(item) && placement.at(item + 1) == to.primary();
        if (secondFirst) {
            go(item + 1, to.secondary());
        }
        go(item, to.primary());
        if (isMirrored(item) && !secondFirst) {
            go(item + 1, to.secondary());
        }
    }

    private void go(int item, int to) {
        if (placement.at(item) != to) {
            guard.move(item, to);
            placement.move(item, to);
        }
    }
}
