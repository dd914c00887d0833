/** How moves are chosen and what they are expected to cost; no I/O, no clock, no randomness: equal input, equal plan. */
@NullMarked
package org.xenopolis.planner.core;

import org.jspecify.annotations.NullMarked;
