package org.xenopolis.deploy.local.bench.planetlab;

import java.nio.file.Path;
import org.xenopolis.planner.core.consolidation.ConsolidationSettings;

/** One day's traces under one policy. */
public final class Days {
    private Days() {}

    /**
     * @param traces a folder with a file for each guest
     * @param overload name of a published rule: THR, IQR, MAD or LR; each selects by minimum migration time
     */
    public static DayResult published(Path traces, String overload) {
        return new DaySimulation(DayFleet.of(traces), new PublishedPolicy(Overload.valueOf(overload))).run();
    }

    public static DayResult ours(Path traces) {
        DayFleet fleet = DayFleet.of(traces);
        return new DaySimulation(fleet, new OurPolicy(fleet, ConsolidationSettings.DEFAULT)).run();
    }
}
