/** Tests of the whole service and of its parts together, and what they share. */
@NullMarked
package org.xenopolis.images;

import org.jspecify.annotations.NullMarked;
