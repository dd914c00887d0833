/** The truth about hosts, capacity, instances and operations. */
@NullMarked
package org.xenopolis.scheduler;

import org.jspecify.annotations.NullMarked;
