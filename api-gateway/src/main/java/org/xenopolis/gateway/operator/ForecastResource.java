package org.xenopolis.gateway.operator;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.hosts.SnapshotRequest;
import org.xenopolis.contracts.plans.GetLoadForecastRequest;
import org.xenopolis.contracts.plans.HostForecast;
import org.xenopolis.contracts.plans.LoadForecast;
import org.xenopolis.gateway.peers.Downstream;

/** What planners see: the load that is expected of each host, and the fleet in the form that files have. */
@Path("/operator/v1")
@Tag(name = "operator: plans")
@RolesAllowed("operator")
@RunOnVirtualThread
public class ForecastResource {
    /**
     * @param network of what the card carries, and disk of what the disks can, as forecast; absent where that is not known
     * @param cpuHistory by minute over the last hour, the oldest first; −1 where nothing was heard
     */
    @Schema(name = "HostForecast")
    public record Host(
            String hostId,
            String hostName,
            String state,
            double cpuNow,
            double cpuForecast,
            double memory,
            double heat,
            @Nullable Double network,
            @Nullable Double disk,
            List<Double> cpuHistory) {
        static Host of(HostForecast host) {
            return new Host(
                    host.getHostId(),
                    host.getHostName(),
                    host.getState(),
                    host.getCpuNow(),
                    host.getCpuForecast(),
                    host.getMemory(),
                    host.getHeat(),
                    host.hasNetwork() ? host.getNetwork() : null,
                    host.hasDisk() ? host.getDisk() : null,
                    host.getCpuHistoryList());
        }
    }

    @Schema(name = "LoadForecast")
    public record View(int horizonMinutes, double maeCores, double mape, List<Host> hosts) {}

    private final Downstream downstream;

    ForecastResource(Downstream downstream) {
        this.downstream = downstream;
    }

    @GET
    @Path("/load-forecast")
    public View getLoadForecast() {
        LoadForecast forecast = downstream.plans().getLoadForecast(GetLoadForecastRequest.getDefaultInstance());
        return new View(
                forecast.getHorizonMinutes(),
                forecast.getMaeCores(),
                forecast.getMape(),
                forecast.getHostsList().stream().map(Host::of).toList());
    }

    /** What {@code ./xeno plan --cluster} reads. */
    @GET
    @Path("/cluster-snapshot")
    public ClusterView getClusterSnapshot() {
        return ClusterView.of(downstream.hosts().snapshot(SnapshotRequest.getDefaultInstance()));
    }
}
