package org.xenopolis.planner.core.ganeti;

import java.util.List;
import org.xenopolis.planner.core.schedule.Shift;

/**
 * Where guests should be, and the steps that bring them there.
 *
 * @param primaries the node of each guest after the steps
 * @param steps item numbers are indices of guests
 */
@SuppressWarnings("ArrayRecordComponent")
public record GanetiPlan(int[] primaries, List<Shift> steps, double before, double after) {}
