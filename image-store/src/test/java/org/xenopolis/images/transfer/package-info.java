/** Tests of the package of the same name. */
@NullMarked
package org.xenopolis.images.transfer;

import org.jspecify.annotations.NullMarked;
