package org.xenopolis.planner.core.consolidation;

/** Forecast of hosts, summed over their guests and kept up to date move by move. */
final class HostLoad {
    private final FleetHosts hosts;
    private final LoadForecast forecast;
    private final double[] mean;
    private final double[] recent;
    private final double[] variance;
    private final int[] guests;

    HostLoad(FleetHosts hosts, LoadForecast forecast, int[] at) {
        this.hosts = hosts;
        this.forecast = forecast;
        this.mean = new double[hosts.count()];
        this.recent = new double[hosts.count()];
        this.variance = new double[hosts.count()];
        this.guests = new int[hosts.count()];
        for (int guest = 0; guest < at.length; guest++) {
            if (at[guest] >= 0) {
                count(guest, at[guest], 1);
            }
        }
    }

    void move(int guest, int from, int to) {
        count(guest, from, -1);
        count(guest, to, 1);
    }

    void count(int guest, int host, int sign) {
        mean[host] += sign * forecast.mean(guest);
        recent[host] += sign * forecast.recent(guest);
        variance[host] += sign * forecast.variance(guest);
        guests[host] += sign;
    }

    int guests(int host) {
        return guests[host];
    }

    double mean(int host) {
        return mean[host];
    }

    /** Whether what guests asked for of late, and so many deviations of it, is more than there is. */
    boolean isShort(int host, double deviations) {
        return recent[host] + deviations * Math.sqrt(Math.max(0, variance[host])) > hosts.capacity()[host];
    }

    /** What would be left free beside the forecast and its deviations; negative where the guest does not fit. */
    double slackWith(int host, int guest, double deviations) {
        if (forecast.mean(guest) > hosts.most()[host]) {
            return -1;
        }
        double spread = Math.sqrt(Math.max(0, variance[host] + forecast.variance(guest)));
        return hosts.capacity()[host] - mean[host] - forecast.mean(guest) - deviations * spread;
    }
}
