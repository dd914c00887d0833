/** What {@code ./xeno lab} understands. */
@NullMarked
package org.xenopolis.deploy.xenlab.command;

import org.jspecify.annotations.NullMarked;
