/** Reads the guest's disk out of a qcow2 file, without ever following a name to another file. */
@NullMarked
package org.xenopolis.images.core.qcow2;

import org.jspecify.annotations.NullMarked;
