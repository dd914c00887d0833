/** Tests of what the gateway decides without I/O. */
@NullMarked
package org.xenopolis.gateway.core;

import org.jspecify.annotations.NullMarked;
