/** The records of images: who may see them, what may change them, and what the world is told. */
@NullMarked
package org.xenopolis.images.catalog;

import org.jspecify.annotations.NullMarked;
