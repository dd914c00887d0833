/** Bytes that never change, named by their SHA-256: written, read back, counted and swept. */
@NullMarked
package org.xenopolis.images.blobs;

import org.jspecify.annotations.NullMarked;
