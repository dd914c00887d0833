/** Operations: where long work stands. */
@NullMarked
package org.xenopolis.gateway.operations;

import org.jspecify.annotations.NullMarked;
