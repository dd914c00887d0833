/** Forecasts against series whose future is known. */
@NullMarked
package org.xenopolis.planner.core.forecast;

import org.jspecify.annotations.NullMarked;
