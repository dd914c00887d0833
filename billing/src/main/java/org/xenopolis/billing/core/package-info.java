/** What usage costs, what a balance allows and whether the books agree: decisions only, made from their arguments. */
@NullMarked
package org.xenopolis.billing.core;

import org.jspecify.annotations.NullMarked;
