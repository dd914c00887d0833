/** Tests of the engines, each on the real program. */
@NullMarked
package org.xenopolis.deploy.engines;

import org.jspecify.annotations.NullMarked;
