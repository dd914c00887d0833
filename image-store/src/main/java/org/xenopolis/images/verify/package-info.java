/** From bytes that arrived to an image that hosts may use: read back, inspect, convert, write the manifest. */
@NullMarked
package org.xenopolis.images.verify;

import org.jspecify.annotations.NullMarked;
