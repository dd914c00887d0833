/** Operations and the engine that carries them out: sagas, logged before they act, repeatable in both directions. */
@NullMarked
package org.xenopolis.scheduler.operations;

import org.jspecify.annotations.NullMarked;
