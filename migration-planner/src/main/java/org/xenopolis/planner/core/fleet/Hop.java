package org.xenopolis.planner.core.fleet;

import java.util.SortedSet;

/**
 * One move of an item.
 *
 * @param after the hops, by index, that have to be over before
 * @param isStopOver whether it only makes place, and the item moves on
 */
record Hop(int item, int from, int to, int phase, SortedSet<Integer> after, boolean isStopOver) {}
