package org.xenopolis.deploy.local.bench.planetlab;

import java.util.ArrayList;
import java.util.List;

/** A host of two cores that shares its CPU out among its guests, and what it has used. */
final class DayHost {
    private static final int CORES = 2;
    /** A guest that moves runs this much slower, and takes this share of its demand where it arrives. */
    private static final double MOVING = 0.9;

    private static final double ARRIVING = 0.1;

    final int id;
    final double coreMips;
    final double totalMips;
    final int memoryMib;
    private final double[] watts;

    final List<DayGuest> guests = new ArrayList<>();
    final List<DayGuest> arriving = new ArrayList<>();

    private double used;
    private double usedBefore;
    private double since = -1;
    private double asked;
    private boolean active = true;
    private boolean activeBefore = true;

    double activeSeconds;
    double shortSeconds;
    int shutdowns;

    /**
     * @param watts at 0, 10, … 100 % of its CPU
     */
    DayHost(int id, double coreMips, int memoryMib, double[] watts) {
        this.id = id;
        this.coreMips = coreMips;
        this.totalMips = CORES * coreMips;
        this.memoryMib = memoryMib;
        this.watts = watts;
    }

    double utilization() {
        return share(used);
    }

    double watts() {
        return watts(utilization());
    }

    /**
     * Of a share of its CPU; NaN for more than all of it. A guest adds the same power on many hosts, and which of them is
     * least is for rounding to say: so the operations are those of the given results, in their order.
     */
    double watts(double share) {
        if (share > 1) {
            return Double.NaN;
        }
        if (share % 0.1 == 0) {
            return watts[(int) (share * 10)];
        }
        int below = (int) Math.floor(share * 10);
        int above = (int) Math.ceil(share * 10);
        double perPercent = (watts[above] - watts[below]) / 10;
        return watts[below] + perPercent * (share - below / 10.0) * 100;
    }

    /** What a host that was off uses until now is nothing: it is switched on when the first guest arrives. */
    double joules(double seconds) {
        double from = share(usedBefore);
        return from == 0 ? 0 : (watts(from) + watts(utilization())) / 2 * seconds;
    }

    double capped(DayGuest guest) {
        return Math.min(coreMips, guest.asks);
    }

    /** Shares the CPU out anew and keeps account. */
    void update(double now) {
        usedBefore = used;
        used = 0;
        double wanted = 0;
        for (DayGuest guest : guests) {
            wanted += arriving.contains(guest) ? capped(guest) * ARRIVING : capped(guest);
        }
        double scale = wanted > totalMips ? totalMips / wanted : 1;
        double all = 0;
        for (DayGuest guest : guests) {
            boolean arrives = arriving.contains(guest);
            double gets = capped(guest) * scale * (arrives ? ARRIVING : guest.moving ? MOVING : 1);
            if (scale < 1) {
                gets = Math.floor(gets);
            }
            if (!arrives) {
                guest.gets(now, gets, guest.asks);
                gets = guest.moving ? gets / MOVING : gets;
            }
            used += gets;
            all += guest.asks;
        }
        account(now, all);
    }

    /** A later word for the same moment replaces an earlier one. */
    private void account(double now, double all) {
        if (now > since) {
            if (since >= 0 && active) {
                activeSeconds += now - since;
                shortSeconds += usedBefore < asked ? now - since : 0;
            }
            shutdowns += activeBefore && !active ? 1 : 0;
            activeBefore = active;
        }
        active = used > 0;
        since = now;
        asked = all;
    }

    private double share(double mips) {
        double share = mips / totalMips;
        return share > 1 && share < 1.01 ? 1 : share;
    }
}
