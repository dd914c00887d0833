/** The NoCloud disk that cloud-init finds inside a guest. Pure. */
@NullMarked
package org.xenopolis.host.xen.seed;

import org.jspecify.annotations.NullMarked;
