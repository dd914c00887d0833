/** Agents and billing as the contracts describe them, in memory, behind real gRPC with mutual TLS. */
@NullMarked
package org.xenopolis.scheduler.fakes;

import org.jspecify.annotations.NullMarked;
