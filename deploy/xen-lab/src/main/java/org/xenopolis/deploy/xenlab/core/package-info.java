/** The lab as data, without the machine: addresses, the command that boots a host, what stands in the way. */
@NullMarked
package org.xenopolis.deploy.xenlab.core;

import org.jspecify.annotations.NullMarked;
