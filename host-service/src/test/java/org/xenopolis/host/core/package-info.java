/** The agent's decisions. */
@NullMarked
package org.xenopolis.host.core;

import org.jspecify.annotations.NullMarked;
