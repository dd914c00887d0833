package org.xenopolis.deploy.local.bench.planetlab;

import org.jspecify.annotations.Nullable;

/** A guest whose demand for CPU follows a trace: a share of its MIPS every five minutes, in between a straight line. */
final class DayGuest {
    static final int HISTORY_MAX = 30;

    final int id;
    final double mips;
    final int memoryMib;
    private final double[] trace;

    @Nullable
    DayHost at;

    boolean moving;
    /** What it asks for now, in MIPS. */
    double asks;

    /** Shares of its MIPS at the last ticks, the newest first. */
    final double[] history = new double[HISTORY_MAX];

    private double since = -1;
    private double served;
    private double asked;
    private boolean wasMoving;

    double servedSum;
    double askedSum;
    double missedMoving;

    DayGuest(int id, double mips, int memoryMib, double[] trace) {
        this.id = id;
        this.mips = mips;
        this.memoryMib = memoryMib;
        this.trace = trace;
    }

    double share(double seconds) {
        double place = seconds / DaySimulation.TICK_SECONDS;
        int before = (int) Math.floor(place);
        int after = (int) Math.ceil(place);
        if (before == after) {
            return trace[before];
        }
        double slope = (trace[after] - trace[before]) / DaySimulation.TICK_SECONDS;
        return trace[before] + slope * (seconds - before * DaySimulation.TICK_SECONDS);
    }

    void remember(double share) {
        System.arraycopy(history, 0, history, 1, HISTORY_MAX - 1);
        history[0] = share;
    }

    /** What it gets and asks for from now on; a later word for the same moment replaces an earlier one. */
    void gets(double now, double amount, double wanted) {
        if (since >= 0 && now > since) {
            double seconds = now - since;
            servedSum += served * seconds;
            askedSum += asked * seconds;
            if (wasMoving && served < asked) {
                missedMoving += (asked - served) * seconds;
            }
        }
        since = now;
        served = amount;
        asked = wanted;
        wasMoving = moving;
    }
}
