/** Calls between services and agents: mutual TLS, one identity each, default deny, deadlines. */
@NullMarked
package org.xenopolis.kit.grpc;

import org.jspecify.annotations.NullMarked;
