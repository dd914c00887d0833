/** Networks, security groups and addresses: owned here, handed to the scheduler with each instance. */
@NullMarked
package org.xenopolis.gateway.networks;

import org.jspecify.annotations.NullMarked;
