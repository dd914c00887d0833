/** The seed disk, read by a reader that shares nothing with its writer. */
@NullMarked
package org.xenopolis.host.xen.seed;

import org.jspecify.annotations.NullMarked;
