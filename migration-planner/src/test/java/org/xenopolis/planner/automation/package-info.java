/** Windows, verdicts, and the table behind them. */
@NullMarked
package org.xenopolis.planner.automation;

import org.jspecify.annotations.NullMarked;
