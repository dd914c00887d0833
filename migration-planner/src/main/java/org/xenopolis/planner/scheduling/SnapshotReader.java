package org.xenopolis.planner.scheduling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Mobility;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.contracts.hosts.AllocationView;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.GuestLoad;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Traffic;

/** Reads what the scheduler sent into the types that planners decide on. */
public final class SnapshotReader {
    /** Of a host whose agent has not reported yet: it can send to every version and receive from none. */
    private static final XenVersion NOT_REPORTED = new XenVersion(0, 0, 0);

    private final Map<HostId, Double> cpuFractions = new HashMap<>();
    private final Map<InstanceId, GuestLoad> guests = new HashMap<>();
    private final Map<HostId, Traffic> traffic = new HashMap<>();
    private final Map<HostId, Traffic> carries = new HashMap<>();
    private final Map<HostId, ByteRate> links = new HashMap<>();
    private final Set<InstanceId> atRest = new HashSet<>();

    private SnapshotReader() {}

    public static Situation read(SnapshotResponse snapshot) {
        return new SnapshotReader().situation(snapshot);
    }

    public static GuestLoad guestLoad(org.xenopolis.contracts.hosts.GuestLoad load) {
        return new GuestLoad(
                Math.max(0, load.getCpuCores()),
                new ByteRate(Math.max(0, load.getDirtyBytesPerSecond())),
                traffic(load.getNetworkBytesPerSecond(), load.getDiskBytesPerSecond()),
                load.hasDiskHeldBytes() ? OptionalLong.of(Math.max(0, load.getDiskHeldBytes())) : OptionalLong.empty());
    }

    public static Traffic traffic(long network, long disk) {
        return new Traffic(Math.max(0, network), Math.max(0, disk));
    }

    private Situation situation(SnapshotResponse snapshot) {
        List<Host> hosts = new ArrayList<>();
        snapshot.getHostsList().forEach(host -> hosts.add(host(host)));
        List<Allocation> allocations = new ArrayList<>();
        snapshot.getAllocationsList().forEach(view -> allocations.add(allocation(view)));
        snapshot.getGuestLoadsList().forEach(load -> guests.put(InstanceId.of(load.getInstanceId()), guestLoad(load)));
        return new Situation(Cluster.of(hosts, allocations), cpuFractions, guests, links, atRest)
                .busy(traffic)
                .carrying(carries);
    }

    private Host host(org.xenopolis.contracts.hosts.Host host) {
        HostId id = HostId.of(host.getId());
        if (host.hasLoad()) {
            HostLoad load = host.getLoad();
            cpuFractions.put(id, load.getCpuFraction());
            traffic.put(id, traffic(load.getNetworkBytesPerSecond(), load.getDiskBytesPerSecond()));
        }
        carries.put(id, traffic(host.getNetworkMaxBytesPerSecond(), host.getDiskMaxBytesPerSecond()));
        if (host.getNetworkMaxBytesPerSecond() > 0) {
            links.put(id, new ByteRate(host.getNetworkMaxBytesPerSecond()));
        }
        return new Host(
                id,
                host.getName(),
                ZoneName.of(host.getZone()),
                HostState.valueOf(host.getState()),
                new Generation(host.getGeneration()),
                new HostCapacity(
                        host.getCapacity().getPhysicalCpus(),
                        host.getVcpuOvercommitPermille(),
                        new MemorySize(host.getCapacity().getMemoryBytes()),
                        new DiskSize(host.getCapacity().getDiskBytes())),
                host.getXenVersion().isEmpty() ? NOT_REPORTED : XenVersion.of(host.getXenVersion()),
                new CpuModel(host.getCpuVendor(), Set.copyOf(host.getCpuFeaturesList())),
                Set.of(),
                Map.of());
    }

    private Allocation allocation(AllocationView view) {
        InstanceId instance = InstanceId.of(view.getInstanceId());
        TenantId tenant = TenantId.of(view.getTenantId());
        Allocation.Purpose purpose = Allocation.Purpose.valueOf(view.getPurpose());
        if (purpose == Allocation.Purpose.RUN && !view.getState().equals(InstanceState.RUNNING.name())) {
            atRest.add(instance);
        }
        return new Allocation(
                instance,
                tenant,
                HostId.of(view.getHostId()),
                new Epoch(view.getEpoch()),
                purpose,
                Resources.of(
                        view.getResources().getVcpus(),
                        new MemorySize(view.getResources().getMemoryBytes()),
                        new DiskSize(view.getResources().getDiskBytes())),
                new Constraints(
                        text(view.getZone()).map(ZoneName::of),
                        text(view.getAffinityGroup()).map(name -> new PlacementGroup(tenant, name)),
                        text(view.getAntiAffinityGroup()).map(name -> new PlacementGroup(tenant, name)),
                        Set.of(),
                        mobility(view)));
    }

    private static Mobility mobility(AllocationView view) {
        return new Mobility(
                view.getPinned(),
                view.getPauseMaxMillis() > 0
                        ? Optional.of(Duration.ofMillis(view.getPauseMaxMillis()))
                        : Optional.empty());
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
