/** Instances at the edge: create, read, act, delete, console. */
@NullMarked
package org.xenopolis.gateway.instances;

import org.jspecify.annotations.NullMarked;
