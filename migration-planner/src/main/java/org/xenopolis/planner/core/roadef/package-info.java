/** Importer of the ROADEF/EURO challenge 2012, and the judge of its assignments. */
@NullMarked
package org.xenopolis.planner.core.roadef;

import org.jspecify.annotations.NullMarked;
