/** Schedules and large fleets. */
@NullMarked
package org.xenopolis.planner.core.fleet;

import org.jspecify.annotations.NullMarked;
