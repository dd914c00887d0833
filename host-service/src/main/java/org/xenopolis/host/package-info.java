/** Host agents as a process: one for each identity that it finds, on one set of threads. */
@NullMarked
package org.xenopolis.host;

import org.jspecify.annotations.NullMarked;
