package org.xenopolis.cluster.invariants;

import java.util.OptionalLong;
import org.xenopolis.cluster.CpuTime;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;

/**
 * One line of a host's truth journal: from this moment on, this domain (a guest, never dom0) is in this state.
 *
 * <p>Every change of state, memory or vCPUs is an event, and the last is {@link DomainState#GONE}. A host that loses its
 * power writes {@code GONE} for each domain, if it can tell when; if it cannot, its next boot id ends them.
 *
 * @param bootId changes with each boot of the host; domids start again then
 * @param monotonicNanos a clock that never steps. Hosts simulated on one machine share it ({@link System#nanoTime()} is
 *     CLOCK_MONOTONIC, the same in every process), so that their journals can be compared exactly. Real hosts have
 *     clocks of their own, and the checks take a tolerance.
 * @param wallNanos since 1970, a label for people
 * @param cpu used by this domain since it was made
 */
public record TruthEvent(
        HostId host,
        String bootId,
        long monotonicNanos,
        OptionalLong wallNanos,
        int domid,
        InstanceId instance,
        DomainState state,
        MemorySize memory,
        VcpuCount vcpus,
        CpuTime cpu) {}
