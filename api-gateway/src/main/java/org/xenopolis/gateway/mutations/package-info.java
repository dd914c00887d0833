/** One key, one effect: how a request that changes something is accepted, carried out and answered again. */
@NullMarked
package org.xenopolis.gateway.mutations;

import org.jspecify.annotations.NullMarked;
