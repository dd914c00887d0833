/** Calls to the other services, each with a deadline, and how their words become the API's. */
@NullMarked
package org.xenopolis.gateway.peers;

import org.jspecify.annotations.NullMarked;
