/** What an agent must not forget, on disk: an append-only file of checked records, and the state that follows from it. */
@NullMarked
package org.xenopolis.host.journal;

import org.jspecify.annotations.NullMarked;
