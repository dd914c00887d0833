package org.xenopolis.planner.core;

import java.util.HashMap;
import java.util.Map;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;

/** The situation as it will be after the moves that were chosen so far. */
final class Board {
    private final Situation situation;
    private final Thresholds thresholds;
    private final Map<HostId, Double> busyCpus = new HashMap<>();
    private final Map<HostId, Traffic> traffic = new HashMap<>();
    private Cluster cluster;

    Board(Situation situation, Thresholds thresholds) {
        this.situation = situation;
        this.thresholds = thresholds;
        this.cluster = situation.cluster();
        for (Host host : cluster.hosts()) {
            double fraction = situation.cpuFractions().getOrDefault(host.id(), 0.0);
            busyCpus.put(host.id(), fraction * host.capacity().physicalCpus());
            Traffic known = situation.traffic().get(host.id());
            Traffic guests = Traffic.NONE;
            for (Allocation held : cluster.allocationsOn(host.id())) {
                if (held.purpose() == Allocation.Purpose.RUN) {
                    guests = guests.plus(situation.guest(held.instance()).traffic());
                }
            }
            traffic.put(host.id(), known == null ? guests : known);
        }
    }

    Cluster cluster() {
        return cluster;
    }

    double cpu(Host host) {
        return fraction(busyCpus.getOrDefault(host.id(), 0.0), host.capacity().physicalCpus());
    }

    double memory(Host host) {
        return fraction(
                cluster.used(host.id()).memory().bytes(),
                host.capacity().memory().bytes());
    }

    double heat(Host host) {
        return heat(host, 0, GuestLoad.UNKNOWN, 0, 0);
    }

    double heatWithout(Host host, Allocation guest) {
        return heatChangedBy(host, guest, -1);
    }

    double heatWith(Host host, Allocation guest) {
        return heatChangedBy(host, guest, 1);
    }

    /** Carries the move out, to its end. */
    void move(Allocation guest, Host target) {
        double cores = situation.guest(guest.instance()).cpuCores();
        busyCpus.merge(guest.host(), -cores, (now, less) -> Math.max(0, now + less));
        busyCpus.merge(target.id(), cores, Double::sum);
        Traffic its = situation.guest(guest.instance()).traffic();
        traffic.merge(guest.host(), its, (now, less) -> sum(now, less, -1));
        traffic.merge(target.id(), its, (now, more) -> sum(now, more, 1));
        cluster = cluster.without(guest.instance(), Allocation.Purpose.RUN)
                .with(new Allocation(
                        guest.instance(),
                        guest.tenant(),
                        target.id(),
                        guest.epoch(),
                        Allocation.Purpose.RUN,
                        guest.resources(),
                        guest.constraints()));
    }

    private double heatChangedBy(Host host, Allocation guest, int sign) {
        return heat(
                host,
                sign,
                situation.guest(guest.instance()),
                sign * (double) guest.resources().vcpus().count(),
                sign * (double) guest.resources().memory().bytes());
    }

    private double heat(Host host, int sign, GuestLoad more, double moreVcpus, double moreBytes) {
        Traffic most = situation.carries(host.id());
        Traffic busy = sum(traffic.getOrDefault(host.id(), Traffic.NONE), more.traffic(), sign);
        double carried = Math.max(fraction(busy.network(), most.network()), fraction(busy.disk(), most.disk()));
        var used = cluster.used(host.id());
        double cpu = fraction(
                Math.max(0, busyCpus.getOrDefault(host.id(), 0.0) + sign * more.cpuCores()),
                host.capacity().physicalCpus());
        double vcpus = fraction(
                used.vcpus().count() + moreVcpus, host.capacity().vcpus().count());
        double memory = fraction(
                used.memory().bytes() + moreBytes, host.capacity().memory().bytes());
        return Math.max(
                carried / thresholds.traffic(),
                Math.max(cpu / thresholds.cpu(), Math.max(vcpus, memory) / thresholds.allocation()));
    }

    private static Traffic sum(Traffic one, Traffic other, int sign) {
        return new Traffic(
                Math.max(0, one.network() + sign * other.network()), Math.max(0, one.disk() + sign * other.disk()));
    }

    /** Of nothing, nothing is used: a host that has not reported yet is not hot. */
    private static double fraction(double used, double of) {
        return of == 0 ? 0 : used / of;
    }
}
