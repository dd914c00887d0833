/** Who may use the cloud: tenants, what they may hold, and their opening and closing. */
@NullMarked
package org.xenopolis.gateway.tenants;

import org.jspecify.annotations.NullMarked;
