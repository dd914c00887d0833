/** The registry of hosts and their leases: who is up, who is silent, who is proven to be off. */
@NullMarked
package org.xenopolis.scheduler.hosts;

import org.jspecify.annotations.NullMarked;
