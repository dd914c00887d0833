/** Tests of the package of the same name. */
@NullMarked
package org.xenopolis.images.core.net;

import org.jspecify.annotations.NullMarked;
