/** What the gateway decides, without any I/O: rules for requests, idempotency, the audit chain, addresses, quotas. */
@NullMarked
package org.xenopolis.gateway.core;

import org.jspecify.annotations.NullMarked;
