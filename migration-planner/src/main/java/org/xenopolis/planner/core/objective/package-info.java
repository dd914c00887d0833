/** What placements cost: each objective knows the change of a move in time of the resources touched. */
@NullMarked
package org.xenopolis.planner.core.objective;

import org.jspecify.annotations.NullMarked;
