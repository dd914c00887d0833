/** The model of a host, held against plain arithmetic. */
@NullMarked
package org.xenopolis.host.simulator;

import org.jspecify.annotations.NullMarked;
