/** Tests of the package of the same name. */
@NullMarked
package org.xenopolis.images.core.inspect;

import org.jspecify.annotations.NullMarked;
