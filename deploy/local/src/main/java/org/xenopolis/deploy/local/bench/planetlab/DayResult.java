package org.xenopolis.deploy.local.bench.planetlab;

/**
 * What a day came to, as published.
 *
 * @param shortTime share of the hosts' active time in which they could not give what was asked (SLATAH)
 * @param degradation share of the demand that was not served because guests were moving (PDM)
 * @param unserved share of the demand that was not served, for whatever reason
 */
public record DayResult(double kwh, int moves, double shortTime, double degradation, double unserved, int shutdowns) {
    static DayResult of(DayFleet fleet, double kwh, int moves) {
        double active = 0;
        double shortSeconds = 0;
        int shutdowns = 0;
        for (DayHost host : fleet.hosts()) {
            active += host.activeSeconds;
            shortSeconds += host.shortSeconds;
            shutdowns += host.shutdowns;
        }
        double asked = 0;
        double served = 0;
        double missedMoving = 0;
        for (DayGuest guest : fleet.guests()) {
            asked += guest.askedSum;
            served += guest.servedSum;
            missedMoving += guest.missedMoving;
        }
        return new DayResult(
                kwh, moves, shortSeconds / active, missedMoving / asked, (asked - served) / asked, shutdowns);
    }

    /** The published measure: SLATAH × PDM. */
    public double violation() {
        return shortTime * degradation;
    }
}
