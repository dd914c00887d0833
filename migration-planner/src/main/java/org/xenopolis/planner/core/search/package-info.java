/** The engine: an any-time, seeded local search that knows moves, rules and an objective, and nothing of importers. */
@NullMarked
package org.xenopolis.planner.core.search;

import org.jspecify.annotations.NullMarked;
