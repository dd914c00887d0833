/** Timetables and evacuations, held against their bounds on random fleets. */
@NullMarked
package org.xenopolis.planner.core.schedule;

import org.jspecify.annotations.NullMarked;
