/** Watches the books while they are kept: the same questions that the tests ask, asked all the time. */
@NullMarked
package org.xenopolis.billing.audit;

import org.jspecify.annotations.NullMarked;
