package org.xenopolis.deploy.local.truth;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.CpuTime;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.invariants.TruthEvent;

/**
 * One line of a journal: from {@code mono} on this domain is in this state with this size; the counters are those of
 * the domain so far.
 *
 * @param mono nanoseconds of CLOCK_MONOTONIC, which all hosts simulated on one machine share
 * @param rules in force at its network cards, {@code "<mac> in tcp 80-80 0.0.0.0/0"}; absent when there are none
 * @param instance empty for a domain that belongs to none
 */
public record TruthLine(
        UUID host,
        String boot,
        long mono,
        long wall,
        int domid,
        String instance,
        long epoch,
        DomainState state,
        long memory,
        int vcpus,
        long disk,
        long cpu,
        long diskRead,
        long diskWrite,
        long diskOps,
        long netReceived,
        long netSent,
        @Nullable List<String> rules) {
    /** The same for the invariants' checker. */
    public TruthEvent toEvent() {
        return new TruthEvent(
                new HostId(host),
                boot,
                mono,
                OptionalLong.of(wall),
                domid,
                InstanceId.of(instance),
                state,
                new MemorySize(memory),
                new VcpuCount(vcpus),
                new CpuTime(cpu));
    }
}
