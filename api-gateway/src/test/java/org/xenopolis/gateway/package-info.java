/** The gateway against real PostgreSQL, Kafka and Keycloak, with the other services faked behind their contracts. */
@NullMarked
package org.xenopolis.gateway;

import org.jspecify.annotations.NullMarked;
