package org.xenopolis.gateway.operator;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.hosts.SnapshotRequest;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.contracts.hosts.WhatIfRequest;
import org.xenopolis.contracts.hosts.WhatIfResponse;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.gateway.instances.InstanceView;
import org.xenopolis.gateway.instances.Sizes;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;

/** The fleet as a whole: one picture of it, and where something would go. */
@Path("/operator/v1")
@Tag(name = "operator: hosts")
@RolesAllowed("operator")
@RunOnVirtualThread
public class FleetResource {
    @Schema(name = "WhatIf")
    public record WhatIf(
            @Nullable UUID tenantId,
            @Nullable String size,
            @Nullable Integer vcpus,
            @Nullable Long memoryMiB,
            @Nullable Long diskMiB,
            @Nullable String zone,
            @Nullable String affinityGroup,
            @Nullable String antiAffinityGroup) {}

    @Schema(name = "Placement")
    public record Placement(@Nullable String hostId, int hostsConsidered, List<HostViews.Rejection> rejections) {}

    @Schema(name = "Allocation")
    public record Allocation(
            String instanceId,
            String hostId,
            long epoch,
            InstanceView.Size resources,
            String purpose,
            String tenantId,
            String state) {}

    @Schema(name = "GuestLoad")
    public record GuestLoadView(
            String instanceId,
            double cpuCores,
            long dirtyBytesPerSecond,
            long networkBytesPerSecond,
            long diskBytesPerSecond) {}

    @Schema(name = "FleetSnapshot")
    public record Snapshot(List<HostViews.View> hosts, List<Allocation> allocations, List<GuestLoadView> guestLoads) {}

    private final Downstream downstream;

    FleetResource(Downstream downstream) {
        this.downstream = downstream;
    }

    /** Where it would go, and if nowhere, why; reserves nothing. */
    @POST
    @Path("/placement/what-if")
    public Placement whatIf(@NotNull @Valid WhatIf wish) {
        Sizes.Amount amount = Sizes.resolve(wish.size(), wish.vcpus(), wish.memoryMiB(), wish.diskMiB());
        WhatIfResponse answer = downstream
                .hosts()
                .whatIf(WhatIfRequest.newBuilder()
                        .setSpec(InstanceSpec.newBuilder()
                                .setName("what-if")
                                .setTenantId(Words.orEmpty(wish.tenantId()))
                                .setResources(amount.resources())
                                .setZone(Words.orEmpty(wish.zone()))
                                .setAffinityGroup(Words.orEmpty(wish.affinityGroup()))
                                .setAntiAffinityGroup(Words.orEmpty(wish.antiAffinityGroup())))
                        .build());
        return new Placement(
                Words.orNull(answer.getHostId()),
                answer.getHostsConsidered(),
                answer.getRejectionsList().stream().map(HostViews.Rejection::of).toList());
    }

    @GET
    @Path("/snapshot")
    public Snapshot getSnapshot() {
        SnapshotResponse fleet = downstream.hosts().snapshot(SnapshotRequest.getDefaultInstance());
        return new Snapshot(
                fleet.getHostsList().stream().map(HostViews::of).toList(),
                fleet.getAllocationsList().stream()
                        .map(allocation -> new Allocation(
                                allocation.getInstanceId(),
                                allocation.getHostId(),
                                allocation.getEpoch(),
                                InstanceView.Size.of(allocation.getResources()),
                                allocation.getPurpose(),
                                allocation.getTenantId(),
                                allocation.getState()))
                        .toList(),
                fleet.getGuestLoadsList().stream()
                        .map(load -> new GuestLoadView(
                                load.getInstanceId(),
                                load.getCpuCores(),
                                load.getDirtyBytesPerSecond(),
                                load.getNetworkBytesPerSecond(),
                                load.getDiskBytesPerSecond()))
                        .toList());
    }
}
