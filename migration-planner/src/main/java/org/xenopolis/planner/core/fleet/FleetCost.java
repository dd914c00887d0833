package org.xenopolis.planner.core.fleet;

import org.xenopolis.planner.core.HostChange;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.objective.MoveLimit;
import org.xenopolis.planner.core.objective.Objective;

/** What a placement of the fleet costs, in heat: its hosts, and the moves that lead to it. */
final class FleetCost implements Objective {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Fleet fleet;
    private final Thresholds thresholds;
    private final Weights weights;
    private final Placement placement;
    private final FleetGuard guard;
    private final boolean[] empty;
    private final MoveLimit limit;
    private final double[] price;
    private final boolean[] wasHot;

    private final Strain strain;
    private final int[] guests;
    private double cost;

    /** @param empty hosts that are to be empty */
    FleetCost(
            Fleet fleet,
            Thresholds thresholds,
            Weights weights,
            Placement placement,
            FleetGuard guard,
            boolean[] empty,
            int movesMax) {
        this.fleet = fleet;
        this.thresholds = thresholds;
        this.weights = weights;
        this.placement = placement;
        this.guard = guard;
        this.empty = empty;
        this.limit = new MoveLimit(placement, movesMax, 0, Weights.BEYOND);
        this.price = new double[fleet.guests.length];
        for (int item = 0; item < price.length; item++) {
            price[item] = price(fleet.costs[item], thresholds);
        }
        int hosts = fleet.hosts.length;
        this.strain = new Strain(fleet, thresholds);
        this.guests = fleet.staying.clone();
        for (int item = 0; item < price.length; item++) {
            guests[fleet.home(item)]++;
        }
        this.wasHot = new boolean[hosts];
        for (int host = 0; host < hosts; host++) {
            wasHot[host] = heat(host) > 1;
        }
        for (int item = 0; item < price.length; item++) {
            if (placement.at(item) != fleet.home(item)) {
                account(item, fleet.home(item), -1);
                account(item, placement.at(item), 1);
            }
        }
        this.cost = sum();
    }

    /** What the move of a guest has to gain: hysteresis, the copying and the pause. */
    static double price(MoveCost cost, Thresholds thresholds) {
        return thresholds.gainMin()
                + thresholds.copySecondCost() * cost.copy().toNanos() / NANOS_PER_SECOND
                + thresholds.pauseSecondCost() * cost.pause().toNanos() / NANOS_PER_SECOND;
    }

    @Override
    public double cost() {
        return cost;
    }

    @Override
    public double shift(int item, int to) {
        int from = placement.at(item);
        return limit.shift(item, from, to)
                + fare(item, to)
                - fare(item, from)
                + conflict(item, from, to)
                + changed(from, item, -1)
                + changed(to, item, 1);
    }

    @Override
    public double swap(int a, int b) {
        int atA = placement.at(a);
        int atB = placement.at(b);
        return limit.swap(a, atA, b, atB)
                + fare(a, atB)
                - fare(a, atA)
                + fare(b, atA)
                - fare(b, atB)
                + conflict(a, atA, atB)
                + conflict(b, atB, atA)
                + swapped(atA, b, a)
                + swapped(atB, a, b);
    }

    @Override
    public void move(int item, int to) {
        int from = placement.at(item);
        cost += shift(item, to);
        limit.move(item, from, to);
        account(item, from, -1);
        account(item, to, 1);
    }

    double heat(int host) {
        return strain.heat(host);
    }

    double heatWith(int item, int host) {
        return strain.heat(host, item, 1);
    }

    double cpu(int host) {
        return strain.share(host, Strain.CPU);
    }

    double memoryShare(int host) {
        return strain.share(host, Strain.MEMORY);
    }

    HostChange.Use use(int host) {
        return new HostChange.Use(
                cpu(host),
                memoryShare(host),
                strain.knownShare(host, Strain.NETWORK),
                strain.knownShare(host, Strain.DISK));
    }

    int guests(int host) {
        return guests[host];
    }

    double moved() {
        double sum = 0;
        for (int item = 0; item < price.length; item++) {
            sum += placement.at(item) == fleet.home(item) ? 0 : price[item];
        }
        return sum;
    }

    /** What the hosts cost, without the moves and the orders to be empty. */
    double ofHosts() {
        double sum = 0;
        for (int host = 0; host < guests.length; host++) {
            sum += now(host);
        }
        return sum;
    }

    private double sum() {
        double sum = ofHosts() + limit.cost();
        for (int item = 0; item < price.length; item++) {
            sum += fare(item, placement.at(item));
        }
        return sum;
    }

    private double fare(int item, int at) {
        return (at == fleet.home(item) ? 0 : price[item]) + (empty[at] ? Weights.STAY : 0);
    }

    /** Where members of its group were together against its tenant's wish. */
    private double conflict(int item, int from, int to) {
        int group = guard.group(item);
        if (weights.conflict() == 0 || group < 0 || from == to) {
            return 0;
        }
        return (guard.members(group, to) > 0 ? weights.conflict() : 0)
                - (guard.members(group, from) > 1 ? weights.conflict() : 0);
    }

    private double changed(int host, int item, int sign) {
        return cost(host, strain.heat(host, item, sign), sign * strain.memory(item), guests[host] + sign) - now(host);
    }

    private double swapped(int host, int comes, int goes) {
        double memory = strain.memory(comes) - strain.memory(goes);
        return cost(host, strain.heatSwapped(host, comes, goes), memory, guests[host]) - now(host);
    }

    private double now(int host) {
        return cost(host, strain.heat(host), 0, guests[host]);
    }

    private double cost(int host, double heat, double moreMemory, int count) {
        double sum = weights.spread() * heat * heat;
        if (heat > 1) {
            sum += (heat - 1) * (wasHot[host] ? weights.excess() : Weights.NEWLY_HOT);
        }
        if (weights.memory() > 0) {
            double share = strain.memoryWith(host, moreMemory);
            sum += weights.memory() * share * share;
        }
        return count > 0 ? sum + weights.on() : sum;
    }

    private void account(int item, int host, int sign) {
        strain.account(item, host, sign);
        guests[host] += sign;
    }
}
