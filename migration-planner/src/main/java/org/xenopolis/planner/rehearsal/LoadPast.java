package org.xenopolis.planner.rehearsal;

import java.util.Arrays;
import org.xenopolis.planner.core.forecast.Forecaster;
import org.xenopolis.planner.core.forecast.Habits;

/** What was heard of one subject: the last hour by minute, and means by hour, from which habits come as in the service. */
final class LoadPast {
    private static final int HOUR = 60;
    private static final int DAY = 24;

    private final double[] minutes = new double[HOUR];
    /** By hour of the day, over the days that are over: sums and how many. */
    private final double[] usual = new double[DAY];

    private final int[] days = new int[DAY];
    private double hour;
    private int heard;

    LoadPast() {
        Arrays.fill(minutes, Double.NaN);
    }

    void hear(int minute, double load) {
        System.arraycopy(minutes, 1, minutes, 0, HOUR - 1);
        minutes[HOUR - 1] = load;
        hour += load;
        heard++;
        if (minute % HOUR == HOUR - 1) {
            int of = minute / HOUR % DAY;
            usual[of] += hour / heard;
            days[of]++;
            hour = 0;
            heard = 0;
        }
    }

    double last() {
        return minutes[HOUR - 1];
    }

    double forecast(Forecaster forecaster, int minute, int horizon) {
        int at = (minute + horizon / 2) / HOUR % DAY;
        return forecaster
                .of(minutes, new Habits(mean(at), mean((at + DAY - 1) % DAY)), last())
                .value();
    }

    /** Known from two days on. */
    private double mean(int of) {
        return days[of] < 2 ? Double.NaN : usual[of] / days[of];
    }
}
