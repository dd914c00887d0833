package org.xenopolis.cluster.invariants;

import org.xenopolis.cluster.HostId;

/** The totals that a ledger keeps beside its allocations, as it keeps them: plain numbers, which may be wrong. */
public record RecordedUse(HostId host, long vcpus, long memoryBytes, long diskBytes) {}
