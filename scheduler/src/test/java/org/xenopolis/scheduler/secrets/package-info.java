/** Tests of what keeps secrets. */
@NullMarked
package org.xenopolis.scheduler.secrets;

import org.jspecify.annotations.NullMarked;
