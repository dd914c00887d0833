/** Sagas broken at every step, in both directions. */
@NullMarked
package org.xenopolis.scheduler.operations;

import org.jspecify.annotations.NullMarked;
