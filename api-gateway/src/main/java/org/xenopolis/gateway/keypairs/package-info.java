/** SSH public keys that a tenant keeps for its instances. */
@NullMarked
package org.xenopolis.gateway.keypairs;

import org.jspecify.annotations.NullMarked;
