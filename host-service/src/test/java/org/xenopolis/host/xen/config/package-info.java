/** Hostile text against an independent reader of xl's grammar. */
@NullMarked
package org.xenopolis.host.xen.config;

import org.jspecify.annotations.NullMarked;
