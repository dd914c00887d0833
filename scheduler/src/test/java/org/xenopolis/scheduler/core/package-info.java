/** Pure decisions, against brute force and by example. */
@NullMarked
package org.xenopolis.scheduler.core;

import org.jspecify.annotations.NullMarked;
