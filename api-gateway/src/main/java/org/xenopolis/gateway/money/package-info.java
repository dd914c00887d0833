/** Quotes, balance, usage and invoices at the edge; billing decides. */
@NullMarked
package org.xenopolis.gateway.money;

import org.jspecify.annotations.NullMarked;
