/** The driver on real Xen hosts; runs when a lab is given. */
@NullMarked
package org.xenopolis.host.xen.lab;

import org.jspecify.annotations.NullMarked;
