/** Plans from proposal to the last step: stored, shown, approved by their hash, and handed to the scheduler step by step. */
@NullMarked
package org.xenopolis.planner.plans;

import org.jspecify.annotations.NullMarked;
