/** Tests of the images that a host keeps. */
@NullMarked
package org.xenopolis.host.images;

import org.jspecify.annotations.NullMarked;
