/** Volumes at the edge. */
@NullMarked
package org.xenopolis.gateway.volumes;

import org.jspecify.annotations.NullMarked;
