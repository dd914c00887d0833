/** Bytes on their way in (uploads, imports by URL) and out (fetches by hosts). */
@NullMarked
package org.xenopolis.images.transfer;

import org.jspecify.annotations.NullMarked;
