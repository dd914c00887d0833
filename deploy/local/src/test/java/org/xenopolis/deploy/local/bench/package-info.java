/** Tests of what the bench measures beside. */
@NullMarked
package org.xenopolis.deploy.local.bench;

import org.jspecify.annotations.NullMarked;
