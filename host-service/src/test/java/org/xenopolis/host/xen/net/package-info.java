/** Cards and their rules, field by field. */
@NullMarked
package org.xenopolis.host.xen.net;

import org.jspecify.annotations.NullMarked;
