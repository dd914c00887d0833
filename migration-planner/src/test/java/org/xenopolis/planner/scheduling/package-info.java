/** The scheduler's contract as the planner uses it, over real mutual TLS; and a scheduler that tests command. */
@NullMarked
package org.xenopolis.planner.scheduling;

import org.jspecify.annotations.NullMarked;
