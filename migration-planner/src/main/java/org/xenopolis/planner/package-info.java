/** Plans moves between hosts, explains them, and hands approved ones to the scheduler; executes nothing itself. */
@NullMarked
package org.xenopolis.planner;

import org.jspecify.annotations.NullMarked;
