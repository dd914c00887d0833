/** Agents under test: real gRPC with mutual TLS, real journals, simulated hosts, and a scheduler made for the test. */
@NullMarked
package org.xenopolis.host.agent;

import org.jspecify.annotations.NullMarked;
