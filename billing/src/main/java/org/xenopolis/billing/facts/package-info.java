/** The facts that billing announces, all on one topic. */
@NullMarked
package org.xenopolis.billing.facts;

import org.jspecify.annotations.NullMarked;
