package org.xenopolis.planner.core.schedule;

/** One item moves from one machine to another. */
public record Shift(int item, int from, int to) {}
