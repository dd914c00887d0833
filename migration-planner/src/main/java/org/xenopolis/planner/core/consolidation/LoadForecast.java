package org.xenopolis.planner.core.consolidation;

/**
 * What guests will ask for over the next hours, and how far off that will be: exponentially weighted mean and variance,
 * one sample a tick. What is unknown of a guest that was seen a few times only counts as deviation.
 */
final class LoadForecast {
    private final double[] mean;
    private final double[] recent;
    private final double[] variance;
    private final int[] samples;
    private final double memory;
    private final double recentMemory;

    /**
     * @param memory ticks over which the mean forgets
     */
    LoadForecast(int guests, double memory, double recentMemory) {
        this.mean = new double[guests];
        this.recent = new double[guests];
        this.variance = new double[guests];
        this.samples = new int[guests];
        this.memory = memory;
        this.recentMemory = recentMemory;
    }

    void observe(int guest, double load) {
        int seen = ++samples[guest];
        double share = Math.max(1.0 / seen, 1 / memory);
        double off = load - mean[guest];
        mean[guest] += share * off;
        variance[guest] = (1 - share) * (variance[guest] + share * off * off);
        recent[guest] += Math.max(1.0 / seen, 1 / recentMemory) * (load - recent[guest]);
    }

    /** The larger of the long and the short mean: a guest that grew is believed at once, one that shrank is not. */
    double mean(int guest) {
        return Math.max(mean[guest], recent[guest]);
    }

    /** Mean of the last few ticks. */
    double recent(int guest) {
        return recent[guest];
    }

    double variance(int guest) {
        double unknown = mean[guest] / Math.sqrt(samples[guest]);
        return variance[guest] + unknown * unknown;
    }
}
