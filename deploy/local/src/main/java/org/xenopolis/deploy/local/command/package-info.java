/** The subcommands of {@code ./xeno}. */
@NullMarked
package org.xenopolis.deploy.local.command;

import org.jspecify.annotations.NullMarked;
