/** Tests of the package of the same name. */
@NullMarked
package org.xenopolis.images.core.qcow2;

import org.jspecify.annotations.NullMarked;
