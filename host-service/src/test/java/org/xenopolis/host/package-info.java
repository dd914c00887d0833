/** The process as a whole. */
@NullMarked
package org.xenopolis.host;

import org.jspecify.annotations.NullMarked;
