/** Real Xen hosts on this machine: built from Debian packages, booted by QEMU's software emulation. */
@NullMarked
package org.xenopolis.deploy.xenlab;

import org.jspecify.annotations.NullMarked;
