/** Figures: each bench measures a running cloud from outside and says beside what peer or limit. */
@NullMarked
package org.xenopolis.deploy.local.bench;

import org.jspecify.annotations.NullMarked;
