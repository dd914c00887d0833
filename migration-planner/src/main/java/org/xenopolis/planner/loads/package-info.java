/** What hosts reported and what moves really took: learnt from facts, for better predictions. */
@NullMarked
package org.xenopolis.planner.loads;

import org.jspecify.annotations.NullMarked;
