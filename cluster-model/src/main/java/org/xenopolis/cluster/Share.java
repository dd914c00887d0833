package org.xenopolis.cluster;

/**
 * A guest's claim on busy CPUs, as Xen's credit scheduler takes it (xl-cfg(5), {@code cpu_weight} and {@code cap}).
 *
 * @param weight how much against other guests on the host: twice the weight, twice the time
 * @param capPercent the most it may use, in percent of one physical CPU, idle or not; 0 is no cap
 */
public record Share(int weight, int capPercent) {
    public static final int WEIGHT_MAX = 65_535;
    public static final int WEIGHT_DEFAULT = 256;

    public static final Share DEFAULT = new Share(WEIGHT_DEFAULT, 0);

    public Share {
        if (weight < 1 || weight > WEIGHT_MAX) {
            throw new IllegalArgumentException("weight is not within 1.." + WEIGHT_MAX + ": " + weight);
        }
        if (capPercent < 0) {
            throw new IllegalArgumentException("capPercent is negative: " + capPercent);
        }
    }

    public boolean isCapped() {
        return capPercent > 0;
    }
}
