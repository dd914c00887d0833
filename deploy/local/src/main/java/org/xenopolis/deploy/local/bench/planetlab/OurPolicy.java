package org.xenopolis.deploy.local.bench.planetlab;

import java.util.List;
import org.xenopolis.planner.core.consolidation.Consolidation;
import org.xenopolis.planner.core.consolidation.ConsolidationSettings;
import org.xenopolis.planner.core.consolidation.FleetHosts;
import org.xenopolis.planner.core.model.Guard;

/** The planner's consolidation, told what the published policies are told. */
final class OurPolicy implements Policy {
    private final Consolidation consolidation;

    OurPolicy(DayFleet fleet, ConsolidationSettings settings) {
        List<DayHost> hosts = fleet.hosts();
        this.consolidation = new Consolidation(
                new FleetHosts(
                        hosts.stream().mapToDouble(host -> host.totalMips).toArray(),
                        hosts.stream().mapToDouble(host -> host.coreMips).toArray(),
                        hosts.stream().mapToDouble(host -> host.watts(0)).toArray(),
                        hosts.stream().mapToDouble(host -> host.watts(1)).toArray()),
                fleet.guests().size(),
                Guard.NONE,
                settings);
    }

    @Override
    public List<Move> decide(DayFleet fleet) {
        int[] at = fleet.guests().stream()
                .mapToInt(guest -> guest.at == null ? -1 : guest.at.id)
                .toArray();
        double[] loads =
                fleet.guests().stream().mapToDouble(guest -> guest.asks).toArray();
        return consolidation.decide(at, loads).stream()
                .map(shift ->
                        new Move(fleet.guests().get(shift.item()), fleet.hosts().get(shift.to())))
                .toList();
    }
}
