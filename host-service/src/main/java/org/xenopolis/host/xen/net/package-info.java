/** The networks that guests' cards are on, and what a card may send and receive: typed, without any nftables. Pure. */
@NullMarked
package org.xenopolis.host.xen.net;

import org.jspecify.annotations.NullMarked;
