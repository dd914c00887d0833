package org.xenopolis.gateway.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.hosts.AllocationView;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.gateway.peers.Words;

/** The fleet as a file: hosts, and guests where they are, with their loads; docs/planner/cluster-file.md. */
@Schema(name = "ClusterSnapshot")
public record ClusterView(String format, List<Host> hosts, List<Guest> guests) {
    static final String FORMAT = "xenopolis-cluster/1";

    @Schema(name = "ClusterHost")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Host(
            String id,
            String name,
            String zone,
            String state,
            int physicalCpus,
            int vcpuOvercommitPermille,
            long memoryBytes,
            long diskBytes,
            @Nullable String xenVersion,
            String cpuVendor,
            List<String> cpuFeatures,
            @Nullable Double cpuFraction,
            @Nullable Long networkBytesPerSecond,
            @Nullable Long diskBytesPerSecond,
            @Nullable Long networkMaxBytesPerSecond,
            @Nullable Long diskMaxBytesPerSecond) {
        private static @Nullable Long known(long most) {
            return most == 0 ? null : most;
        }

        static Host of(org.xenopolis.contracts.hosts.Host host) {
            return new Host(
                    host.getId(),
                    host.getName(),
                    host.getZone(),
                    host.getState(),
                    host.getCapacity().getPhysicalCpus(),
                    host.getVcpuOvercommitPermille(),
                    host.getCapacity().getMemoryBytes(),
                    host.getCapacity().getDiskBytes(),
                    Words.orNull(host.getXenVersion()),
                    host.getCpuVendor(),
                    host.getCpuFeaturesList(),
                    host.hasLoad() ? host.getLoad().getCpuFraction() : null,
                    host.hasLoad() ? host.getLoad().getNetworkBytesPerSecond() : null,
                    host.hasLoad() ? host.getLoad().getDiskBytesPerSecond() : null,
                    known(host.getNetworkMaxBytesPerSecond()),
                    known(host.getDiskMaxBytesPerSecond()));
        }
    }

    /**
     * @param movingTo the host that another operation brings it to
     * @param diskHeldBytes what a move copies of its disk and volumes; absent where its agent does not tell
     */
    @Schema(name = "ClusterGuest")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Guest(
            String id,
            String tenantId,
            String hostId,
            @Nullable String movingTo,
            String state,
            long epoch,
            int vcpus,
            long memoryBytes,
            long diskBytes,
            @Nullable String zone,
            @Nullable String affinityGroup,
            @Nullable String antiAffinityGroup,
            @Nullable String migration,
            @Nullable Long pauseMaxMillis,
            double cpuCores,
            long dirtyBytesPerSecond,
            long networkBytesPerSecond,
            long diskBytesPerSecond,
            @Nullable Long diskHeldBytes) {
        static Guest of(AllocationView place, @Nullable String movingTo, GuestLoad load) {
            return new Guest(
                    place.getInstanceId(),
                    place.getTenantId(),
                    place.getHostId(),
                    movingTo,
                    place.getState(),
                    place.getEpoch(),
                    place.getResources().getVcpus(),
                    place.getResources().getMemoryBytes(),
                    place.getResources().getDiskBytes(),
                    Words.orNull(place.getZone()),
                    Words.orNull(place.getAffinityGroup()),
                    Words.orNull(place.getAntiAffinityGroup()),
                    place.getPinned() ? "PINNED" : null,
                    place.getPauseMaxMillis() == 0 ? null : place.getPauseMaxMillis(),
                    load.getCpuCores(),
                    load.getDirtyBytesPerSecond(),
                    load.getNetworkBytesPerSecond(),
                    load.getDiskBytesPerSecond(),
                    load.hasDiskHeldBytes() ? load.getDiskHeldBytes() : null);
        }
    }

    static ClusterView of(SnapshotResponse fleet) {
        Map<String, GuestLoad> loads = new HashMap<>();
        fleet.getGuestLoadsList().forEach(load -> loads.put(load.getInstanceId(), load));
        Map<String, String> moving = new HashMap<>();
        for (AllocationView place : fleet.getAllocationsList()) {
            if (place.getPurpose().equals("MIGRATION_TARGET")) {
                moving.put(place.getInstanceId(), place.getHostId());
            }
        }
        List<Guest> guests = new ArrayList<>();
        for (AllocationView place : fleet.getAllocationsList()) {
            if (place.getPurpose().equals("RUN")) {
                String id = place.getInstanceId();
                guests.add(Guest.of(place, moving.get(id), loads.getOrDefault(id, GuestLoad.getDefaultInstance())));
            }
        }
        return new ClusterView(
                FORMAT, fleet.getHostsList().stream().map(Host::of).toList(), guests);
    }
}
