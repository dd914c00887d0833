/**
 * The checker: looks at what is, and says which invariants of the design it breaks. It never asks the code that decides
 * (no {@code HardRules}, no totals of {@code Cluster}), so that one mistake cannot hide another; tests and the detectors
 * in production use it alike.
 */
@NullMarked
package org.xenopolis.cluster.invariants;

import org.jspecify.annotations.NullMarked;
