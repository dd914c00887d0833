/** The resident supervisor: starts parts, restarts crashed ones, records processes and ends what it started. */
@NullMarked
package org.xenopolis.deploy.local.supervise;

import org.jspecify.annotations.NullMarked;
