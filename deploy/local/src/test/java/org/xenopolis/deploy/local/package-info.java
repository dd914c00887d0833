/** Tests of the launcher on real processes. */
@NullMarked
package org.xenopolis.deploy.local;

import org.jspecify.annotations.NullMarked;
