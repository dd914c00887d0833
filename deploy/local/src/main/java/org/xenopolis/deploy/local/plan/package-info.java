/** {@code ./xeno plan}: the planner's engine on any input, with no service running. */
@NullMarked
package org.xenopolis.deploy.local.plan;

import org.jspecify.annotations.NullMarked;
