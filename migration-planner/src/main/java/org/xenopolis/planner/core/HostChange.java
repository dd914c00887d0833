package org.xenopolis.planner.core;

import org.xenopolis.cluster.HostId;

/** A host that the plan touches: shares of its CPUs that are busy and of its memory that is promised, 0..1. */
public record HostChange(
        HostId host, String name, double cpuBefore, double cpuAfter, double memoryBefore, double memoryAfter) {}
