package org.xenopolis.planner.core.fleet;

import java.util.Comparator;
import java.util.OptionalDouble;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Host;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.Traffic;

/**
 * What weighs on hosts, by kind, and how hot it makes them: heat is load over threshold of the kind that is nearest to
 * its own. Kinds of which a host has none, or of which it is not known how much it has, make nothing hot.
 */
final class Strain {
    static final int CPU = 0;
    static final int VCPUS = 1;
    static final int MEMORY = 2;
    static final int NETWORK = 3;
    static final int DISK = 4;
    static final int KINDS = 5;

    /** Of an item, in CPUs, promised vCPUs, bytes, bytes per second. */
    private final double[] of;
    /** Of a host, with the guests that are on it now. */
    private final double[] on;
    /** How much a host has of a kind; 0: nothing is known of it. */
    private final double[] has;
    /** Heat per unit. */
    private final double[] heat;

    Strain(Fleet fleet, Thresholds thresholds) {
        double[] threshold = {
            thresholds.cpu(),
            thresholds.allocation(),
            thresholds.allocation(),
            thresholds.traffic(),
            thresholds.traffic()
        };
        Situation situation = fleet.situation;
        this.of = new double[fleet.guests.length * KINDS];
        this.on = new double[fleet.hosts.length * KINDS];
        this.has = new double[on.length];
        this.heat = new double[on.length];
        for (int host = 0; host < fleet.hosts.length; host++) {
            Host about = fleet.hosts[host];
            Traffic most = situation.carries(about.id());
            var capacity = about.capacity();
            var used = situation.cluster().used(about.id());
            Traffic busy = situation.traffic().getOrDefault(about.id(), guests(situation, about));
            fill(
                    has,
                    host,
                    capacity.physicalCpus(),
                    capacity.vcpus().count(),
                    capacity.memory().bytes(),
                    most);
            fill(
                    on,
                    host,
                    situation.cpuFractions().getOrDefault(about.id(), 0.0) * capacity.physicalCpus(),
                    used.vcpus().count(),
                    used.memory().bytes(),
                    busy);
            for (int kind = 0; kind < KINDS; kind++) {
                int at = host * KINDS + kind;
                heat[at] = has[at] == 0 ? 0 : 1 / (has[at] * threshold[kind]);
            }
        }
        for (int item = 0; item < fleet.guests.length; item++) {
            long vcpus = 0;
            long memory = 0;
            Traffic traffic = Traffic.NONE;
            for (Allocation member : fleet.blocks.get(item)) {
                vcpus += member.resources().vcpus().count();
                memory += member.resources().memory().bytes();
                traffic = traffic.plus(situation.guest(member.instance()).traffic());
            }
            fill(of, item, fleet.cores[item], vcpus, memory, traffic);
        }
    }

    private static Traffic guests(Situation situation, Host host) {
        return situation.cluster().allocationsOn(host.id()).stream()
                .filter(Fleet::runs)
                // Sums of fractions depend on their order, and plans must not.
                .sorted(Comparator.comparing(Allocation::instance))
                .map(held -> situation.guest(held.instance()).traffic())
                .reduce(Traffic.NONE, Traffic::plus);
    }

    private static void fill(double[] rows, int row, double cpu, double vcpus, double memory, Traffic traffic) {
        int at = row * KINDS;
        rows[at + CPU] = cpu;
        rows[at + VCPUS] = vcpus;
        rows[at + MEMORY] = memory;
        rows[at + NETWORK] = traffic.network();
        rows[at + DISK] = traffic.disk();
    }

    /** @param sign of an item that comes 1, of one that goes −1 */
    void account(int item, int host, int sign) {
        for (int kind = 0; kind < KINDS; kind++) {
            on[host * KINDS + kind] += sign * of[item * KINDS + kind];
        }
    }

    double heat(int host) {
        double hottest = 0;
        for (int at = host * KINDS; at < (host + 1) * KINDS; at++) {
            hottest = Math.max(hottest, on[at] * heat[at]);
        }
        return hottest;
    }

    /** With another item, or without one. */
    double heat(int host, int item, int sign) {
        double hottest = 0;
        int its = item * KINDS;
        for (int at = host * KINDS; at < (host + 1) * KINDS; at++) {
            hottest = Math.max(hottest, (on[at] + sign * of[its++]) * heat[at]);
        }
        return hottest;
    }

    /** With one item in the place of another. */
    double heatSwapped(int host, int comes, int goes) {
        double hottest = 0;
        int coming = comes * KINDS;
        int going = goes * KINDS;
        for (int at = host * KINDS; at < (host + 1) * KINDS; at++) {
            hottest = Math.max(hottest, (on[at] + of[coming++] - of[going++]) * heat[at]);
        }
        return hottest;
    }

    double memoryWith(int host, double more) {
        int at = host * KINDS + MEMORY;
        return has[at] == 0 ? 0 : (on[at] + more) / has[at];
    }

    double memory(int item) {
        return of[item * KINDS + MEMORY];
    }

    /** Of nothing, nothing is used: a host that has not reported yet is not hot. */
    double share(int host, int kind) {
        int at = host * KINDS + kind;
        return has[at] == 0 ? 0 : Math.max(0, on[at]) / has[at];
    }

    OptionalDouble knownShare(int host, int kind) {
        return has[host * KINDS + kind] == 0 ? OptionalDouble.empty() : OptionalDouble.of(share(host, kind));
    }
}
