/** Live migration: the copy, the hand-over, and who is asked when its outcome is in doubt. */
@NullMarked
package org.xenopolis.scheduler.migrations;

import org.jspecify.annotations.NullMarked;
