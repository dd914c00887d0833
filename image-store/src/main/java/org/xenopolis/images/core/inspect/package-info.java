/** Says what a file really is from a bounded number of its bytes, and refuses everything it does not know. */
@NullMarked
package org.xenopolis.images.core.inspect;

import org.jspecify.annotations.NullMarked;
