/** Keeps a fleet on few hosts without thrash: forecasts with their error, net benefit, hysteresis. */
@NullMarked
package org.xenopolis.planner.core.consolidation;

import org.jspecify.annotations.NullMarked;
