package org.xenopolis.planner.core.search;

/**
 * The best placement a search came by.
 *
 * @param at the machine of each item
 * @param tried moves looked at
 * @param taken moves made, also those that were undone by later ones
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int[] at, double cost, long tried, long taken) {}
