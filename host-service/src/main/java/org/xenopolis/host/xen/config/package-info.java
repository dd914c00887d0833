/** What xl is told about a guest: typed, with a closed set of keys and one quoting routine. Pure. */
@NullMarked
package org.xenopolis.host.xen.config;

import org.jspecify.annotations.NullMarked;
