/** The hash-chained record of who changed what, and its verification. */
@NullMarked
package org.xenopolis.gateway.audit;

import org.jspecify.annotations.NullMarked;
