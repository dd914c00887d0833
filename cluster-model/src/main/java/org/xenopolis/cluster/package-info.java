/** The cluster as values: ids, quantities, a snapshot, the hard rules, and the invariants that check them. */
@NullMarked
package org.xenopolis.cluster;

import org.jspecify.annotations.NullMarked;
