/** Images of guests: taken in, verified, kept by digest, and fetched by hosts. */
@NullMarked
package org.xenopolis.images;

import org.jspecify.annotations.NullMarked;
