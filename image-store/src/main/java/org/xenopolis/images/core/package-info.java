/** What an image is and what may happen to it: decided here, done elsewhere. */
@NullMarked
package org.xenopolis.images.core;

import org.jspecify.annotations.NullMarked;
