/** Tests of process records. */
@NullMarked
package org.xenopolis.deploy.local.supervise;

import org.jspecify.annotations.NullMarked;
