/** Consolidation over many ticks: what moves, and what is left alone. */
@NullMarked
package org.xenopolis.planner.core.consolidation;

import org.jspecify.annotations.NullMarked;
