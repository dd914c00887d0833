package org.xenopolis.gateway.operator;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.hosts.DrainHostResponse;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostCapacity;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.contracts.hosts.RejectionCount;
import org.xenopolis.contracts.hosts.StuckGuest;
import org.xenopolis.gateway.operations.OperationView;
import org.xenopolis.gateway.peers.Words;

/** Hosts as operators register and see them. */
final class HostViews {
    private HostViews() {}

    /** @param address host:port of the agent */
    @Schema(name = "RegisterHost")
    public record Register(
            @NotBlank @Size(max = 100) String name,

            @NotNull @Pattern(regexp = "[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?")
            String zone,

            @NotNull @Pattern(regexp = "[A-Za-z0-9.:\\[\\]-]{1,255}:[0-9]{1,5}")
            String address,

            @Nullable @Min(1) @Max(100_000) Integer vcpuOvercommitPermille) {}

    /** @param cause for the audit */
    @Schema(name = "Cause")
    public record Cause(@Nullable @Size(max = 200) String cause) {}

    /**
     * @param cause for the audit
     * @param force also guests that their tenants pinned
     */
    @Schema(name = "DrainHost")
    public record Drain(
            @Nullable @Size(max = 200) String cause,
            @Nullable Boolean force) {}

    @Schema(name = "HostCapacity")
    public record Capacity(int physicalCpus, long memoryMiB, long diskMiB) {
        static Capacity of(HostCapacity capacity) {
            return new Capacity(
                    capacity.getPhysicalCpus(), capacity.getMemoryBytes() >> 20, capacity.getDiskBytes() >> 20);
        }
    }

    @Schema(name = "HostLoad")
    public record Load(double cpuFraction, long memoryUsedBytes, long networkBytesPerSecond, long diskBytesPerSecond) {
        static Load of(HostLoad load) {
            return new Load(
                    load.getCpuFraction(),
                    load.getMemoryUsedBytes(),
                    load.getNetworkBytesPerSecond(),
                    load.getDiskBytesPerSecond());
        }
    }

    @Schema(name = "Host")
    public record View(
            String id,
            String name,
            String zone,
            String address,
            String state,
            Capacity capacity,
            Capacity allocated,
            int instanceCount,
            Load load,
            long generation,
            long leaseEpoch,
            @Nullable Instant leaseUntil,
            @Nullable String xenVersion,
            @Nullable String cpuVendor,
            int vcpuOvercommitPermille) {}

    @Schema(name = "RejectionCount")
    public record Rejection(String reason, int hosts, String sentence) {
        static Rejection of(RejectionCount count) {
            return new Rejection(count.getReason(), count.getHosts(), count.getSentence());
        }
    }

    /** A guest that fits nowhere else. */
    @Schema(name = "StuckGuest")
    public record Stuck(String instanceId, List<Rejection> reasons) {
        static Stuck of(StuckGuest guest) {
            return new Stuck(
                    guest.getInstanceId(),
                    guest.getReasonsList().stream().map(Rejection::of).toList());
        }
    }

    @Schema(name = "Drained")
    public record Drained(View host, List<OperationView> operations, List<Stuck> stuck) {
        static Drained of(DrainHostResponse response) {
            return new Drained(
                    HostViews.of(response.getHost()),
                    response.getMigrationsList().stream()
                            .map(OperationView::ofOperator)
                            .toList(),
                    response.getStuckList().stream().map(Stuck::of).toList());
        }
    }

    static View of(Host host) {
        return new View(
                host.getId(),
                host.getName(),
                host.getZone(),
                host.getAddress(),
                host.getState(),
                Capacity.of(host.getCapacity()),
                Capacity.of(host.getAllocated()),
                host.getInstanceCount(),
                Load.of(host.getLoad()),
                host.getGeneration(),
                host.getLeaseEpoch(),
                Words.time(host.hasLeaseUntil(), host.getLeaseUntil()),
                Words.orNull(host.getXenVersion()),
                Words.orNull(host.getCpuVendor()),
                host.getVcpuOvercommitPermille());
    }
}
