/** Simulated days, small enough to be known by heart. */
@NullMarked
package org.xenopolis.deploy.local.bench.planetlab;

import org.jspecify.annotations.NullMarked;
