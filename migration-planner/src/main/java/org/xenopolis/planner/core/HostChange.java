package org.xenopolis.planner.core;

import java.util.OptionalDouble;
import org.xenopolis.cluster.HostId;

/** A host that the plan touches, as it is and as it will be. */
public record HostChange(HostId host, String name, Use before, Use after) {
    /**
     * Shares of what there is, 0..1; traffic may be more when both directions are busy.
     *
     * @param cpu busy
     * @param memory promised
     * @param network of what the card carries; none where that is not known
     * @param disk of what the disks can, likewise
     */
    public record Use(double cpu, double memory, OptionalDouble network, OptionalDouble disk) {
        public Use(double cpu, double memory) {
            this(cpu, memory, OptionalDouble.empty(), OptionalDouble.empty());
        }
    }
}
