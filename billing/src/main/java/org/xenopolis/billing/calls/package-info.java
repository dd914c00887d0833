/** How messages are read and written: what the edges of billing share, and nothing that decides. */
@NullMarked
package org.xenopolis.billing.calls;

import org.jspecify.annotations.NullMarked;
