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
    private Cluster cluster;

    Board(Situation situation, Thresholds thresholds) {
        this.situation = situation;
        this.thresholds = thresholds;
        this.cluster = situation.cluster();
        for (Host host : cluster.hosts()) {
            double fraction = situation.cpuFractions().getOrDefault(host.id(), 0.0);
            busyCpus.put(host.id(), fraction * host.capacity().physicalCpus());
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
        return heat(host, 0, 0, 0);
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
                sign * situation.guest(guest.instance()).cpuCores(),
                sign * (double) guest.resources().vcpus().count(),
                sign * (double) guest.resources().memory().bytes());
    }

    private double heat(Host host, double moreCores, double moreVcpus, double moreBytes) {
        var used = cluster.used(host.id());
        double cpu = fraction(
                Math.max(0, busyCpus.getOrDefault(host.id(), 0.0) + moreCores),
                host.capacity().physicalCpus());
        double vcpus = fraction(
                used.vcpus().count() + moreVcpus, host.capacity().vcpus().count());
        double memory = fraction(
                used.memory().bytes() + moreBytes, host.capacity().memory().bytes());
        return Math.max(cpu / thresholds.cpu(), Math.max(vcpus, memory) / thresholds.allocation());
    }

    /** Of nothing, nothing is used: a host that has not reported yet is not hot. */
    private static double fraction(double used, double of) {
        return of == 0 ? 0 : used / of;
    }
}
