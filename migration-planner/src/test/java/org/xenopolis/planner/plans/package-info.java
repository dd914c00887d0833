/** Plans on a real PostgreSQL, with a scheduler that the tests command. */
@NullMarked
package org.xenopolis.planner.plans;

import org.jspecify.annotations.NullMarked;
