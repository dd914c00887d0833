/** What tenants have: prepaid accounts, holds for what is about to start, top-ups, and the level that follows. */
@NullMarked
package org.xenopolis.billing.funds;

import org.jspecify.annotations.NullMarked;
