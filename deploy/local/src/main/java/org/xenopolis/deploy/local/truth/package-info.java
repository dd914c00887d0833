/** Reads the simulated hosts' ground-truth journals, for checks that must not ask the services. */
@NullMarked
package org.xenopolis.deploy.local.truth;

import org.jspecify.annotations.NullMarked;
