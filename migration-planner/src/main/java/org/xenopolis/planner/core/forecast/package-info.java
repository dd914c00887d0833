/** What load is to be expected, from what was seen, and how wrong such expectations were of late. */
@NullMarked
package org.xenopolis.planner.core.forecast;

import org.jspecify.annotations.NullMarked;
