package org.xenopolis.deploy.local.bench.planetlab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A host while a policy thinks: its guests as they would be, and what they add up to. Sums are taken anew in the order of
 * the guests, as in the given results: between hosts that come to the same, rounding decides.
 */
final class HostSums {
    final DayHost host;
    final List<DayGuest> guests;
    private final double[] loads = new double[DayGuest.HISTORY_MAX];
    private double asked;
    private double capped;
    private boolean summed;

    HostSums(DayHost host) {
        this.host = host;
        this.guests = new ArrayList<>(host.guests);
    }

    void add(DayGuest guest) {
        guests.add(guest);
        summed = false;
    }

    void remove(DayGuest guest) {
        guests.remove(guest);
        summed = false;
    }

    private void sum() {
        if (summed) {
            return;
        }
        summed = true;
        asked = 0;
        capped = 0;
        Arrays.fill(loads, 0);
        for (DayGuest guest : guests) {
            asked += guest.asks;
            capped += host.capped(guest);
            for (int i = 0; i < loads.length; i++) {
                loads[i] += guest.history[i] * guest.mips / host.totalMips;
            }
        }
    }

    /** Of its CPU, that the guests ask for. */
    double share() {
        sum();
        return asked / host.totalMips;
    }

    double free() {
        sum();
        return host.totalMips - capped;
    }

    double used() {
        sum();
        return Math.min(capped, host.totalMips);
    }

    /** As a share of the CPU; the newest is 0. */
    double load(int ticksAgo) {
        sum();
        return loads[ticksAgo];
    }

    /** The loads that are known, the newest first. */
    double[] known() {
        return Arrays.copyOf(loads, knownLength());
    }

    int knownLength() {
        sum();
        int length = loads.length;
        while (length > 1 && loads[length - 1] == 0) {
            length--;
        }
        return length;
    }
}
