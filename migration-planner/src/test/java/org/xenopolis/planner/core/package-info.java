/** Properties of plans, over random clusters. */
@NullMarked
package org.xenopolis.planner.core;

import org.jspecify.annotations.NullMarked;
