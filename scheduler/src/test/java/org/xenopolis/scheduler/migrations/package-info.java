/** Migrations whose hand-over breaks at every point. */
@NullMarked
package org.xenopolis.scheduler.migrations;

import org.jspecify.annotations.NullMarked;
