package org.xenopolis.scheduler.placement;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.VcpuCount;

/** The cluster as it was when reading began, and what this process has promised on it since. */
final class ClusterSnapshot {
    private final Cluster cluster;
    private final long beganNanos;
    private final Map<HostId, Resources> promised = new ConcurrentHashMap<>();

    ClusterSnapshot(Cluster cluster, long beganNanos) {
        this.cluster = cluster;
        this.beganNanos = beganNanos;
    }

    Cluster cluster() {
        return cluster;
    }

    /** Without the disk that this instance left, because that is what it wants to wake up on. */
    Cluster withoutDiskOf(InstanceId instance) {
        return cluster.without(
                AllocationRow.weight(instance, Claim.Purpose.DISK.name()),
                org.xenopolis.cluster.Allocation.Purpose.RUN);
    }

    long beganNanos() {
        return beganNanos;
    }

    Resources promised(HostId host) {
        return promised.getOrDefault(host, Resources.ZERO);
    }

    void promise(HostId host, org.xenopolis.contracts.common.Resources more) {
        promised.merge(
                host,
                new Resources(
                        new VcpuCount(more.getVcpus()),
                        new MemorySize(more.getMemoryBytes()),
                        new DiskSize(more.getDiskBytes())),
                Resources::plus);
    }
}
