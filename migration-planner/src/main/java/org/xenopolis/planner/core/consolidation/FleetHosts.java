package org.xenopolis.planner.core.consolidation;

/**
 * The hosts, in units of the caller's choice.
 *
 * @param capacity what guests of a host can take together
 * @param most what one guest can take: the speed of a core times its vCPUs
 * @param idleWatts that switching it off saves
 * @param fullWatts at capacity
 */
@SuppressWarnings("ArrayRecordComponent")
public record FleetHosts(double[] capacity, double[] most, double[] idleWatts, double[] fullWatts) {
    int count() {
        return capacity.length;
    }

    double wattsPerUnit(int host) {
        return fullWatts[host] / capacity[host];
    }
}
