/** Tests of the package of the same name. */
@NullMarked
package org.xenopolis.images.verify;

import org.jspecify.annotations.NullMarked;
