/** What an agent decides, without I/O, clocks, threads or chance: lives of guests, leases, hand-overs, usage lines. */
@NullMarked
package org.xenopolis.host.core;

import org.jspecify.annotations.NullMarked;
