/** What the state of a tenant's funds means for what it runs. */
@NullMarked
package org.xenopolis.scheduler.funds;

import org.jspecify.annotations.NullMarked;
