/** Which URLs and which addresses an import may touch. */
@NullMarked
package org.xenopolis.images.core.net;

import org.jspecify.annotations.NullMarked;
