/** What the launcher decides without touching the machine: ports, restarts, order, and whether it can start at all. */
@NullMarked
package org.xenopolis.deploy.local.core;

import org.jspecify.annotations.NullMarked;
