package org.xenopolis.deploy.local.bench.planetlab;

import java.util.Arrays;

/** When a host counts as overloaded: the published rules. */
enum Overload {
    /** A fixed threshold. */
    THR {
        @Override
        boolean is(HostSums host) {
            return host.share() > 0.8;
        }
    },
    /** A threshold that falls with the interquartile range of the host's load. */
    IQR {
        @Override
        boolean is(HostSums host) {
            double[] known = host.known();
            if (known.length < KNOWN_MIN) {
                return host.share() > FALLBACK;
            }
            Arrays.sort(known);
            int low = (int) Math.round(0.25 * (known.length + 1)) - 1;
            int high = (int) Math.round(0.75 * (known.length + 1)) - 1;
            return host.share() > 1 - 1.5 * (known[high] - known[low]);
        }
    },
    /** A threshold that falls with the median absolute deviation of the host's load. */
    MAD {
        @Override
        boolean is(HostSums host) {
            double[] known = host.known();
            if (known.length < KNOWN_MIN) {
                return host.share() > FALLBACK;
            }
            double median = median(known);
            double[] deviations =
                    Arrays.stream(known).map(load -> Math.abs(load - median)).toArray();
            return host.share() > 1 - 2.5 * median(deviations);
        }
    },
    /** The straight line through the last ten loads crosses the capacity by the next tick, with a fifth to be safe. */
    LR {
        @Override
        boolean is(HostSums host) {
            if (host.knownLength() < LINE) {
                return host.share() > FALLBACK;
            }
            double mean = 0;
            double slope = 0;
            for (int i = 0; i < LINE; i++) {
                double load = host.load(LINE - 1 - i);
                mean += load / LINE;
                slope += (i - (LINE - 1) / 2.0) * load;
            }
            // The sum of the squares of −4.5, −3.5, … 4.5.
            slope /= 82.5;
            double next = mean + slope * (LINE + 1 - (LINE + 1) / 2.0);
            return 1.2 * next >= 1;
        }
    };

    private static final int KNOWN_MIN = 12;
    private static final int LINE = 10;
    private static final double FALLBACK = 0.7;

    abstract boolean is(HostSums host);

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
