/** Price books: each version begins at a moment and never changes. */
@NullMarked
package org.xenopolis.billing.pricing;

import org.jspecify.annotations.NullMarked;
