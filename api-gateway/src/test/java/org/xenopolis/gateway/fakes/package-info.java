/** The other services, by hand: as small as the gateway's tests allow, behind the real contracts and real TLS. */
@NullMarked
package org.xenopolis.gateway.fakes;

import org.jspecify.annotations.NullMarked;
