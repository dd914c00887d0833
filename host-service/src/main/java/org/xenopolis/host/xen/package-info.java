/**
 * The driver for real Xen: xl for what xl does, a small hand in dom0 for the rest. What is decided here is decided
 * without privileges; everything that needs root is a verb of {@link org.xenopolis.host.xen.dom0}.
 */
@NullMarked
package org.xenopolis.host.xen;

import org.jspecify.annotations.NullMarked;
