package org.xenopolis.host.core;

import org.xenopolis.cluster.DomainState;

/**
 * A look at one domain, on its host's monotonic clock.
 *
 * @param sinceNanos when its state or size last changed, as well as the driver knows
 * @param atNanos the moment of the look
 * @param counters at {@code atNanos}; a domain that is not unpaused uses nothing, so they are those of its last change
 */
public record Reading(DomainState state, long sinceNanos, long atNanos, Counters counters) {}
