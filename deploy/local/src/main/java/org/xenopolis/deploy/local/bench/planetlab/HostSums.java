package org.xenopolis.deploy.local.bench.planetlab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A host while a policy thinks: its guests as they would be, and what they add up to. */
final class HostSums {
    final DayHost host;
    final List<DayGuest> guests;
    private final double[] loads = new double[DayGuest.HISTORY_MAX];
    private double asked;
    private double capped;

    HostSums(DayHost host) {
        this.host = host;
        this.guests = new ArrayList<>(host.guests);
        guests.forEach(guest -> count(guest, 1));
    }

    void add(DayGuest guest) {
        guests.add(guest);
        count(guest, 1);
    }

    void remove(DayGuest guest) {
        guests.remove(guest);
        count(guest, -1);
    }

    private void count(DayGuest guest, int sign) {
        asked += sign * guest.asks;
        capped += sign * host.capped(guest);
        for (int i = 0; i < loads.length; i++) {
            loads[i] += sign * guest.history[i] * guest.mips / host.totalMips;
        }
    }

    /** Of its CPU, that the guests ask for. */
    double share() {
        return asked / host.totalMips;
    }

    double free() {
        return host.totalMips - capped;
    }

    double used() {
        return Math.min(capped, host.totalMips);
    }

    /** As a share of the CPU; the newest is 0. */
    double load(int ticksAgo) {
        return loads[ticksAgo];
    }

    /** The loads that are known, the newest first. */
    double[] known() {
        return Arrays.copyOf(loads, knownLength());
    }

    int knownLength() {
        int length = loads.length;
        // What is left of sums from which all was taken again is nearly nothing, not nothing.
        while (length > 1 && loads[length - 1] < 1e-12) {
            length--;
        }
        return length;
    }
}
