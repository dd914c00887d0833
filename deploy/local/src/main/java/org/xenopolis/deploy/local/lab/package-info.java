/** {@code ./xeno lab test}: the tenant's path on real Xen hosts, watched from outside. */
@NullMarked
package org.xenopolis.deploy.local.lab;

import org.jspecify.annotations.NullMarked;
