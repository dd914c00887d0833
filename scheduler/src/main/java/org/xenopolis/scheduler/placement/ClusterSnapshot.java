package org.xenopolis.scheduler.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xenopolis.cluster.Allocation;
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
    private final Map<InstanceId, List<InstanceId>> volumes;
    private final long beganNanos;
    private final Map<HostId, Resources> promised = new ConcurrentHashMap<>();

    /** @param volumes what each instance takes along, as it is named in the cluster */
    ClusterSnapshot(Cluster cluster, Map<InstanceId, List<InstanceId>> volumes, long beganNanos) {
        this.cluster = cluster;
        this.volumes = volumes;
        this.beganNanos = beganNanos;
    }

    static Map<InstanceId, List<InstanceId>> volumes(Picture picture) {
        Map<InstanceId, List<InstanceId>> volumes = new HashMap<>();
        for (AllocationRow row : picture.allocations()) {
            picture.carrier(row)
                    .ifPresent(instance -> volumes.computeIfAbsent(new InstanceId(instance), id -> new ArrayList<>())
                            .add(row.toModel().instance()));
        }
        return volumes;
    }

    Cluster cluster() {
        return cluster;
    }

    /** Without the disk that this instance left, because that is what it wants to wake up on. */
    Cluster withoutDiskOf(InstanceId instance) {
        return cluster.without(AllocationRow.weight(instance, Claim.Purpose.DISK.name()), Allocation.Purpose.RUN);
    }

    /** With the disk of its volumes as part of this instance's own, because they move with it. */
    Cluster withVolumesOf(InstanceId instance) {
        Cluster with = cluster;
        for (InstanceId volume : volumes.getOrDefault(instance, List.of())) {
            with = joined(with, instance, volume);
        }
        return with;
    }

    private static Cluster joined(Cluster cluster, InstanceId instance, InstanceId volume) {
        Optional<Allocation> place = cluster.allocation(instance, Allocation.Purpose.RUN);
        Optional<Allocation> disk = cluster.allocation(volume, Allocation.Purpose.RUN);
        if (place.isEmpty() || disk.isEmpty()) {
            return cluster;
        }
        Allocation guest = place.get();
        return cluster.without(volume, Allocation.Purpose.RUN)
                .without(instance, Allocation.Purpose.RUN)
                .with(new Allocation(
                        instance,
                        guest.tenant(),
                        guest.host(),
                        guest.epoch(),
                        guest.purpose(),
                        guest.resources().plus(disk.get().resources()),
                        guest.constraints()));
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
