package org.xenopolis.planner.core.schedule;

/**
 * A move that takes its time: it has the sending link of one machine and the receiving link of the other for itself.
 *
 * @param seconds with the whole link
 */
public record Transfer(int item, int from, int to, double seconds) {}
