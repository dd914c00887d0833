/** One service's PostgreSQL schema: transactions, the outbox through which facts leave, the inbox through which they come. */
@NullMarked
package org.xenopolis.store;

import org.jspecify.annotations.NullMarked;
