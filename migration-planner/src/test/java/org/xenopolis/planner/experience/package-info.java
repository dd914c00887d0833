/** What was learnt from plans and migrations that ended. */
@NullMarked
package org.xenopolis.planner.experience;

import org.jspecify.annotations.NullMarked;
