/** Turns a placement that was chosen into steps, each of which is allowed when its turn comes. */
@NullMarked
package org.xenopolis.planner.core.schedule;

import org.jspecify.annotations.NullMarked;
