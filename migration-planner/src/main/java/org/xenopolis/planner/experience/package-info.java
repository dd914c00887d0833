/** What became of what plans promised: kept, shown, and used by the next ones. */
@NullMarked
package org.xenopolis.planner.experience;

import org.jspecify.annotations.NullMarked;
