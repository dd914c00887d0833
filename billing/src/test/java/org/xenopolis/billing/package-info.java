/** Billing as a whole, on real PostgreSQL and Kafka. */
@NullMarked
package org.xenopolis.billing;

import org.jspecify.annotations.NullMarked;
