package org.xenopolis.planner.core.search;

/** Seeded chance for the inner loop: SplitMix64, and a bound by multiplication, which costs no division. */
final class Dice {
    private static final int LOGS = 1 << 12;
    private static final double[] MINUS_LOG = minusLogs();

    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** From now on other numbers than without; the same for 0. */
    void vary(int number) {
        if (number != 0) {
            state ^= number * 0xD1B54A32D192ED03L;
            state = next();
        }
    }

    /** 0..bound-1 */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** Exponentially distributed with mean 1, from a table: how much worse annealing accepts, in temperatures. */
    double patience() {
        return MINUS_LOG[(int) (next() >>> 52)];
    }

    private static double[] minusLogs() {
        double[] logs = new double[LOGS];
        for (int i = 0; i < LOGS; i++) {
            logs[i] = -StrictMath.log((i + 0.5) / LOGS);
        }
        return logs;
    }
}
