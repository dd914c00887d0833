package org.xenopolis.planner.core.fleet;

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

    private final double[] busy;
    private final long[] vcpus;
    private final long[] bytes;
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
        this.busy = fleet.baseCores.clone();
        this.guests = fleet.staying.clone();
        this.vcpus = new long[hosts];
        this.bytes = new long[hosts];
        for (int host = 0; host < hosts; host++) {
            var used = fleet.situation.cluster().used(fleet.hosts[host].id());
            vcpus[host] = used.vcpus().count();
            bytes[host] = used.memory().bytes();
        }
        for (int item = 0; item < price.length; item++) {
            guests[fleet.home(item)]++;
            busy[fleet.home(item)] += fleet.cores[item];
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
                + change(from, -fleet.cores[item], -vcpu(item), -memory(item), -1)
                + change(to, fleet.cores[item], vcpu(item), memory(item), 1);
    }

    @Override
    public double swap(int a, int b) {
        int atA = placement.at(a);
        int atB = placement.at(b);
        double cores = fleet.cores[b] - fleet.cores[a];
        long vcpu = vcpu(b) - vcpu(a);
        long memory = memory(b) - memory(a);
        return limit.swap(a, atA, b, atB)
                + fare(a, atB)
                - fare(a, atA)
                + fare(b, atA)
                - fare(b, atB)
                + conflict(a, atA, atB)
                + conflict(b, atB, atA)
                + change(atA, cores, vcpu, memory, 0)
                + change(atB, -cores, -vcpu, -memory, 0);
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
        return heat(host, busy[host], vcpus[host], bytes[host]);
    }

    double heatWith(int item, int host) {
        return heat(host, busy[host] + fleet.cores[item], vcpus[host] + vcpu(item), bytes[host] + memory(item));
    }

    double cpu(int host) {
        return share(Math.max(0, busy[host]), fleet.hosts[host].capacity().physicalCpus());
    }

    double memoryShare(int host) {
        return share(bytes[host], fleet.hosts[host].capacity().memory().bytes());
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
        for (int host = 0; host < busy.length; host++) {
            sum += cost(host, busy[host], vcpus[host], bytes[host], guests[host]);
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

    private double change(int host, double cores, long vcpu, long memory, int count) {
        return cost(host, busy[host] + cores, vcpus[host] + vcpu, bytes[host] + memory, guests[host] + count)
                - cost(host, busy[host], vcpus[host], bytes[host], guests[host]);
    }

    private double cost(int host, double cores, long vcpu, long memory, int count) {
        double heat = heat(host, cores, vcpu, memory);
        double sum = weights.spread() * heat * heat;
        if (heat > 1) {
            sum += (heat - 1) * (wasHot[host] ? weights.excess() : Weights.NEWLY_HOT);
        }
        if (weights.memory() > 0) {
            double share = share(memory, fleet.hosts[host].capacity().memory().bytes());
            sum += weights.memory() * share * share;
        }
        return count > 0 ? sum + weights.on() : sum;
    }

    private double heat(int host, double cores, long vcpu, long memory) {
        var capacity = fleet.hosts[host].capacity();
        double promised = Math.max(
                share(vcpu, capacity.vcpus().count()),
                share(memory, capacity.memory().bytes()));
        return Math.max(
                share(Math.max(0, cores), capacity.physicalCpus()) / thresholds.cpu(),
                promised / thresholds.allocation());
    }

    /** Of nothing, nothing is used: a host that has not reported yet is not hot. */
    private static double share(double used, double of) {
        return of == 0 ? 0 : used / of;
    }

    private long vcpu(int item) {
        return fleet.model.items().demand()[item * Fleet.RESOURCES];
    }

    private long memory(int item) {
        return fleet.model.items().demand()[item * Fleet.RESOURCES + 1];
    }

    private void account(int item, int host, int sign) {
        busy[host] += sign * fleet.cores[item];
        vcpus[host] += sign * vcpu(item);
        bytes[host] += sign * memory(item);
        guests[host] += sign;
    }
}
