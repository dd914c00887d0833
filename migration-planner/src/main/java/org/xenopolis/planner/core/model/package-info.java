/** The compact array model every importer fills, a placement of it kept by increments, and the hard rules on moves. */
@NullMarked
package org.xenopolis.planner.core.model;

import org.jspecify.annotations.NullMarked;
