/** Tests of the package of the same name. */
@NullMarked
package org.xenopolis.images.core;

import org.jspecify.annotations.NullMarked;
