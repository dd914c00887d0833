/** What the scheduler asks of others: the agents on the hosts, and billing. */
@NullMarked
package org.xenopolis.scheduler.agents;

import org.jspecify.annotations.NullMarked;
