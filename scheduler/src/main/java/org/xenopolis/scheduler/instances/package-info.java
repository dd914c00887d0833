/** Instances and volumes as tenants see them: records, their checks and the calls of the edge. */
@NullMarked
package org.xenopolis.scheduler.instances;

import org.jspecify.annotations.NullMarked;
