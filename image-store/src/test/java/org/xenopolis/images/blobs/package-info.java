/** Tests of the package of the same name. */
@NullMarked
package org.xenopolis.images.blobs;

import org.jspecify.annotations.NullMarked;
