/** Keeps what runs and what is meant to run the same: compares inventories with records, and repairs by operations. */
@NullMarked
package org.xenopolis.scheduler.reconcile;

import org.jspecify.annotations.NullMarked;
