package org.xenopolis.planner.core.ganeti;

/** One guest comes from one pair of nodes to another, by one of hbal's moves. */
public record GanetiStep(int guest, Pair from, Pair to) {

    /** As hbal writes it: f swaps the nodes, r replaces the secondary, the others are made of these; fa is any node. */
    public String kind() {
        if (from.secondary() < 0) {
            return "fa";
        }
        if (to.primary() == from.primary()) {
            return "r";
        }
        if (to.secondary() == from.secondary()) {
            return "frf";
        }
        boolean swapped = to.primary() == from.secondary();
        return !swapped ? "rf" : to.secondary() == from.primary() ? "f" : "fr";
    }
}
