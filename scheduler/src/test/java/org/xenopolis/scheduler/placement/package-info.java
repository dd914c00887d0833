/** The ledger under contention. */
@NullMarked
package org.xenopolis.scheduler.placement;

import org.jspecify.annotations.NullMarked;
