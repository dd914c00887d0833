/** The scheduler as the planner needs it: a snapshot to plan from, moves to submit, operations to wait for. */
@NullMarked
package org.xenopolis.planner.scheduling;

import org.jspecify.annotations.NullMarked;
