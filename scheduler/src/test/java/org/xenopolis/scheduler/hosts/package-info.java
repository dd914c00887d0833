/** Leases on an injected monotonic clock. */
@NullMarked
package org.xenopolis.scheduler.hosts;

import org.jspecify.annotations.NullMarked;
