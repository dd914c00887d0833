/** Named points of the agent and of the simulator at which a test may make it fail or wait. */
@NullMarked
package org.xenopolis.host.faults;

import org.jspecify.annotations.NullMarked;
