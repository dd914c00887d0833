/** The plan command as a user types it. */
@NullMarked
package org.xenopolis.deploy.local.plan;

import org.jspecify.annotations.NullMarked;
