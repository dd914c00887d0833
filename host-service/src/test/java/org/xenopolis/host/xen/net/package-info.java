/** Firewall scripts, word by word. */
@NullMarked
package org.xenopolis.host.xen.net;

import org.jspecify.annotations.NullMarked;
