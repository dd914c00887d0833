/** What is watched in production: overdue operations, a full outbox, hosts that are silent. */
@NullMarked
package org.xenopolis.scheduler.health;

import org.jspecify.annotations.NullMarked;
