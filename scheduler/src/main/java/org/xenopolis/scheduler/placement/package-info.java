/** The ledger of capacity: a place is reserved by one conditional update, and given back by its key. */
@NullMarked
package org.xenopolis.scheduler.placement;

import org.jspecify.annotations.NullMarked;
