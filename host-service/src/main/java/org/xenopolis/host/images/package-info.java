/** Images on a host: fetched by digest, hashed on arrival, kept in a cache that has a limit. */
@NullMarked
package org.xenopolis.host.images;

import org.jspecify.annotations.NullMarked;
