/** What a guest's network card may send and receive, as nftables rules. Pure. */
@NullMarked
package org.xenopolis.host.xen.net;

import org.jspecify.annotations.NullMarked;
