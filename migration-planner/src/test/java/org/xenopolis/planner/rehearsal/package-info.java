/** Some thousands of plans executed against the model; the bench runs the rest. */
@NullMarked
package org.xenopolis.planner.rehearsal;

import org.jspecify.annotations.NullMarked;
