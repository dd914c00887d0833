package org.xenopolis.planner.core.objective;

/**
 * The cost of a placement, lower is better. Asks for changes come by the million, so they allocate nothing and cost time
 * in proportion to the resources of the machines touched. Costs are whole numbers up to 2^53 where an importer's are.
 */
public interface Objective {
    /** The cost of the placement as it is. */
    double cost();

    /** What the cost would change by if the item moved; its own machine is not a move. */
    double shift(int item, int to);

    /** What the cost would change by if two items on different machines changed places. */
    double swap(int a, int b);

    /** The item is about to move; called before the placement changes. */
    void move(int item, int to);
}
