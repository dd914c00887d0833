/** Holds the contracts' parts against each other. */
@NullMarked
package org.xenopolis.contracts;

import org.jspecify.annotations.NullMarked;
