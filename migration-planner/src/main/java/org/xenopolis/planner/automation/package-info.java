/** What plans may do without being asked: per goal a mode, limits and windows. */
@NullMarked
package org.xenopolis.planner.automation;

import org.jspecify.annotations.NullMarked;
