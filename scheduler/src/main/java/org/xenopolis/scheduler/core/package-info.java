/** Where an instance goes, when a host is suspect, what an inventory proves: pure decisions on values. */
@NullMarked
package org.xenopolis.scheduler.core;

import org.jspecify.annotations.NullMarked;
