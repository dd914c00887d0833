package org.xenopolis.planner.core.schedule;

import java.util.List;

/**
 * Steps in an order in which each one is allowed.
 *
 * @param steps an item can have two: by way of a machine where it stops over
 * @param stuck items that no order brings where they should be
 */
public record Sequence(List<Shift> steps, List<Integer> stuck) {}
