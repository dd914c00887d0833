/** Images at the edge: declare, upload by streaming, import, read, delete. */
@NullMarked
package org.xenopolis.gateway.images;

import org.jspecify.annotations.NullMarked;
