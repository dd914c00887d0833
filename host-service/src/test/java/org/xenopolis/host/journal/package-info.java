/** Journals that lose their tail, and are read again. */
@NullMarked
package org.xenopolis.host.journal;

import org.jspecify.annotations.NullMarked;
