package org.xenopolis.planner.core.ganeti;

import java.util.List;

/**
 * Where guests should be, and the steps that bring them there.
 *
 * @param pairs the nodes of each guest after the steps
 */
public record GanetiPlan(List<Pair> pairs, List<GanetiStep> steps, double before, double after) {}
