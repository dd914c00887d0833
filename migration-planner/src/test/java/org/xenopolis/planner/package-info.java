/** Rules about the whole service. */
@NullMarked
package org.xenopolis.planner;

import org.jspecify.annotations.NullMarked;
