/**
 * The closed set of things that are done as root in dom0, and the ways to have them done: here, through the socket of a
 * helper process, or over ssh. No shell text is made but by the one quoting routine for ssh.
 */
@NullMarked
package org.xenopolis.host.xen.dom0;

import org.jspecify.annotations.NullMarked;
