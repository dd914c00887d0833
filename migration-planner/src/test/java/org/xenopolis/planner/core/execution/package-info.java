/** What an executor does next. */
@NullMarked
package org.xenopolis.planner.core.execution;

import org.jspecify.annotations.NullMarked;
