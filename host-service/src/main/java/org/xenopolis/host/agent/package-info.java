/** One host's agent: its lease, the commands it obeys, what it reports, and what it does when nobody leads it. */
@NullMarked
package org.xenopolis.host.agent;

import org.jspecify.annotations.NullMarked;
