/** Statements over what is not invoiced yet, invoices that close it, and the proof that an invoice follows from its lines. */
@NullMarked
package org.xenopolis.billing.invoices;

import org.jspecify.annotations.NullMarked;
