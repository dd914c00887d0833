/** Verbs and the arguments that they become. */
@NullMarked
package org.xenopolis.host.xen.dom0;

import org.jspecify.annotations.NullMarked;
