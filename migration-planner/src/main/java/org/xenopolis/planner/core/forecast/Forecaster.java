package org.xenopolis.planner.core.forecast;

/**
 * Forecasts a load from its minutes: Holt's level and trend, damped (Gardner and McKenzie, "Forecasting trends in time
 * series", Management Science 31, 1985), blended with the habit of the hour in proportion to how right either was of
 * late. It is checked against itself: at earlier minutes the same forecast is made and compared with what came.
 */
public final class Forecaster {
    private static final double LEVEL = 0.3;
    private static final double TREND = 0.1;
    private static final double DAMPING = 0.9;
    /** Below this many minutes the last mean says more than a trend. */
    private static final int MINUTES_MIN = 5;

    private static final int CHECK_EVERY = 3;

    private final int horizon;

    /** @param horizon in minutes */
    public Forecaster(int horizon) {
        this.horizon = horizon;
    }

    /**
     * @param minutes the oldest first, the last one now; NaN where nothing was heard
     * @param otherwise where no minute was heard
     */
    public Forecast of(double[] minutes, Habits habits, double otherwise) {
        double level = Double.NaN;
        double trend = 0;
        double most = 0;
        int heard = 0;
        double errors = 0;
        double truth = 0;
        int checks = 0;
        double[] sums = sums(minutes);
        double[] counts = counts(minutes);
        for (int now = 0; now < minutes.length; now++) {
            double seen = minutes[now];
            if (!Double.isNaN(seen)) {
                most = Math.max(most, seen);
                heard++;
                if (Double.isNaN(level)) {
                    level = seen;
                } else {
                    double before = level;
                    level = LEVEL * seen + (1 - LEVEL) * (level + DAMPING * trend);
                    trend = TREND * (level - before) + (1 - TREND) * DAMPING * trend;
                }
            }
            boolean canCheck = heard >= MINUTES_MIN && now + horizon < minutes.length && now % CHECK_EVERY == 0;
            double came = canCheck ? mean(sums, counts, now + 1, now + horizon + 1) : Double.NaN;
            if (!Double.isNaN(came)) {
                errors += Math.abs(ahead(level, heard >= MINUTES_MIN ? trend : 0, most) - came);
                truth += came;
                checks++;
            }
        }
        if (heard == 0) {
            return new Forecast(habits.areKnown() ? habits.next() : otherwise, 0, 0, 0);
        }
        double trended = ahead(level, heard >= MINUTES_MIN ? trend : 0, most);
        double mae = checks == 0 ? 0 : errors / checks;
        return new Forecast(
                Math.max(0, blended(trended, mae, habits, mean(sums, counts, 0, minutes.length), checks)),
                mae,
                truth == 0 ? 0 : errors / truth,
                checks);
    }

    private static double blended(double trended, double mae, Habits habits, double lastHour, int checks) {
        if (!habits.areKnown() || checks == 0) {
            return trended;
        }
        // Whichever was wrong by less has more to say; nobody was ever wrong by nothing.
        double floor = 0.01 * Math.max(1e-9, lastHour);
        double trust = 1 / (mae + floor);
        double habit = 1 / (Math.abs(habits.last() - lastHour) + floor);
        return (trust * trended + habit * habits.next()) / (trust + habit);
    }

    /** The mean over the horizon; a trend leads no further than a bit above what was ever seen. */
    private double ahead(double level, double trend, double most) {
        double sum = 0;
        double reach = 0;
        double factor = 1;
        for (int minute = 1; minute <= horizon; minute++) {
            factor *= DAMPING;
            reach += factor;
            sum += level + reach * trend;
        }
        return Math.min(Math.max(0, sum / horizon), 1.2 * most);
    }

    private static double[] sums(double[] minutes) {
        double[] sums = new double[minutes.length + 1];
        for (int i = 0; i < minutes.length; i++) {
            sums[i + 1] = sums[i] + (Double.isNaN(minutes[i]) ? 0 : minutes[i]);
        }
        return sums;
    }

    private static double[] counts(double[] minutes) {
        double[] counts = new double[minutes.length + 1];
        for (int i = 0; i < minutes.length; i++) {
            counts[i + 1] = counts[i] + (Double.isNaN(minutes[i]) ? 0 : 1);
        }
        return counts;
    }

    private static double mean(double[] sums, double[] counts, int from, int to) {
        double count = counts[to] - counts[from];
        return count == 0 ? Double.NaN : (sums[to] - sums[from]) / count;
    }
}
