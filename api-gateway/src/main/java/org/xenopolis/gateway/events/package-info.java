/** Facts of all services as events for tenants and operators: stored, bounded, streamed, resumable. */
@NullMarked
package org.xenopolis.gateway.events;

import org.jspecify.annotations.NullMarked;
