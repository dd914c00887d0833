/** Hears the facts of the scheduler and tells them to whom they concern. */
@NullMarked
package org.xenopolis.planner.facts;

import org.jspecify.annotations.NullMarked;
