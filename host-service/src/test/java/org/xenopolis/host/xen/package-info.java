/** What the driver makes of a host's answers, without a host. */
@NullMarked
package org.xenopolis.host.xen;

import org.jspecify.annotations.NullMarked;
