/** Ganeti's format, score and rules, held against hbal. */
@NullMarked
package org.xenopolis.planner.core.ganeti;

import org.jspecify.annotations.NullMarked;
