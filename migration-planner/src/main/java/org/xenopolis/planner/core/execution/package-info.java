/** What an executor does next with a plan, decided from the states of its steps alone. */
@NullMarked
package org.xenopolis.planner.core.execution;

import org.jspecify.annotations.NullMarked;
