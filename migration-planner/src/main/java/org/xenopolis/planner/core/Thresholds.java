package org.xenopolis.planner.core;

/**
 * When a host is hot, and how much a move has to gain. Heat is load over threshold, of CPU, of promises, of the
 * network card or of the disks, whichever is most: 1 is at the threshold.
 *
 * @param cpu busy share of the physical CPUs
 * @param allocation promised share of the vCPUs or of the memory, whichever is more
 * @param traffic share of what the network card carries, or of what the disks can, where that is known
 * @param copySecondCost heat that a move has to gain for each second of copying: it loads the link and both hosts
 * @param pauseSecondCost likewise for each second in which the guest stands still
 * @param gainMin less than this after costs is no benefit
 */
public record Thresholds(
        double cpu, double allocation, double traffic, double copySecondCost, double pauseSecondCost, double gainMin) {
    public static final Thresholds DEFAULT = new Thresholds(0.70, 0.90, 0.70, 0.000_1, 0.01, 0.01);
}
