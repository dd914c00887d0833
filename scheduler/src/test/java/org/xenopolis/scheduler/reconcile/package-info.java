/** Hosts that differ from the records, and hosts that fall silent. */
@NullMarked
package org.xenopolis.scheduler.reconcile;

import org.jspecify.annotations.NullMarked;
