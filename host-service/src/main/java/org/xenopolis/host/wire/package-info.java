/** Calls that stream to a peer. */
@NullMarked
package org.xenopolis.host.wire;

import org.jspecify.annotations.NullMarked;
