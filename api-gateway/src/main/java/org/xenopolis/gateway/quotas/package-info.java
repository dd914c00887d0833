/** Reservations against a tenant's limits, made by one conditional update and given back once. */
@NullMarked
package org.xenopolis.gateway.quotas;

import org.jspecify.annotations.NullMarked;
