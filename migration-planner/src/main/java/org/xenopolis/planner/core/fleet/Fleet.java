package org.xenopolis.planner.core.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.model.Model;

/**
 * A situation as arrays: machines are hosts in the order of their ids, items are the guests that may move, affinity
 * groups as one, in the order of theirs. What does not move is taken off the capacity of its host.
 */
final class Fleet {
    /** vCPUs, bytes of memory, bytes of disk. */
    static final int RESOURCES = 3;

    /** What a move out of one host to another depends on besides room and groups; guests that share one share a row. */
    private record Kind(CpuModel cpu, XenVersion xen, Optional<ZoneName> zone, Set<String> features, int vcpus) {}

    final Situation situation;
    final Host[] hosts;
    /** The first guest of each item. */
    final Allocation[] guests;
    /** The guests of each item: one, or an affinity group that moves as one. */
    final List<List<Allocation>> blocks;
    /** Of all guests of an item. */
    final MoveCost[] costs;
    /** CPUs that a guest keeps busy. */
    final double[] cores;
    /** Guests that stay, by host. */
    final int[] staying;

    final Model model;
    final Map<PlacementGroup, boolean[]> apartFrom = new HashMap<>();

    private final Map<InstanceId, MoveCost> memberCosts = new HashMap<>();
    private final Map<HostId, Integer> indexOf = new HashMap<>();
    private final Map<Kind, boolean[]> reach = new HashMap<>();
    private final boolean[][] reachOf;

    Fleet(Situation situation, Movers movers) {
        this.situation = situation;
        this.hosts = situation.cluster().hosts().toArray(Host[]::new);
        for (int host = 0; host < hosts.length; host++) {
            indexOf.put(hosts[host].id(), host);
        }
        this.blocks = situation.cluster().allocations().stream()
                .filter(movers::mayMove)
                .map(movers::movingWith)
                .filter(new HashSet<>()::add)
                .sorted(Comparator.comparing(block -> block.getFirst().instance()))
                .toList();
        this.guests = blocks.stream().map(List::getFirst).toArray(Allocation[]::new);
        this.costs = new MoveCost[guests.length];
        this.cores = new double[guests.length];
        this.reachOf = new boolean[guests.length][];
        this.staying = new int[hosts.length];
        for (int item = 0; item < guests.length; item++) {
            Allocation guest = guests[item];
            costs[item] = new MoveCost(0, Duration.ZERO, Duration.ZERO);
            for (Allocation member : blocks.get(item)) {
                MoveCost cost = situation.cost(member);
                memberCosts.put(member.instance(), cost);
                costs[item] = costs[item].plus(cost);
                cores[item] += situation.guest(member.instance()).cpuCores();
            }
            reachOf[item] = reach(guest, movers.onlyTo(guest).map(indexOf::get));
            for (Allocation member : blocks.get(item).subList(1, size(item))) {
                reachOf[item] = both(reachOf[item], reach(member, Optional.empty()));
            }
            for (Allocation member : blocks.get(item)) {
                reachOf[item] = without(reachOf[item], movers.notBackTo(member));
            }
        }
        this.model = model();
        fillStaying();
    }

    /** How many guests it is. */
    int size(int item) {
        return blocks.get(item).size();
    }

    MoveCost cost(Allocation member) {
        return java.util.Objects.requireNonNull(memberCosts.get(member.instance()));
    }

    private static boolean[] both(boolean[] one, boolean[] other) {
        boolean[] both = new boolean[one.length];
        for (int host = 0; host < both.length; host++) {
            both[host] = one[host] && other[host];
        }
        return both;
    }

    private boolean[] without(boolean[] reach, Set<HostId> left) {
        if (left.isEmpty()) {
            return reach;
        }
        boolean[] fewer = reach.clone();
        left.stream().mapToInt(this::index).filter(host -> host >= 0).forEach(host -> fewer[host] = false);
        return fewer;
    }

    int index(HostId host) {
        return indexOf.getOrDefault(host, -1);
    }

    int home(int item) {
        return model.items().home()[item];
    }

    /** Whether the item may run on the host, coming from its home; groups and room aside. */
    boolean reaches(int item, int host) {
        return reachOf[item][host];
    }

    /** As above, coming from another host than its home: a guest goes on using what it finds on the way. */
    boolean reachesFrom(int item, int from, int to) {
        return (to == home(item) || reaches(item, to)) && isCompatible(from, to);
    }

    private boolean isCompatible(int from, int to) {
        return hosts[from].cpu().vendor().equals(hosts[to].cpu().vendor())
                && hosts[from].cpu().canSendTo(hosts[to].cpu())
                && hosts[from].xen().canSendTo(hosts[to].xen());
    }

    private boolean[] reach(Allocation guest, Optional<Integer> only) {
        Host from = hosts[index(guest.host())];
        Kind kind = new Kind(
                from.cpu(),
                from.xen(),
                guest.constraints().zone(),
                guest.constraints().cpuFeatures(),
                guest.resources().vcpus().count());
        boolean[] shared = reach.computeIfAbsent(kind, this::reach);
        if (only.isEmpty()) {
            return shared;
        }
        boolean[] one = new boolean[hosts.length];
        one[only.get()] = shared[only.get()];
        return one;
    }

    private boolean[] reach(Kind kind) {
        boolean[] may = new boolean[hosts.length];
        for (int to = 0; to < hosts.length; to++) {
            Host host = hosts[to];
            may[to] = host.state() == HostState.UP
                    && kind.zone.filter(zone -> !zone.equals(host.zone())).isEmpty()
                    && host.cpu().hasAll(kind.features)
                    && kind.vcpus <= host.capacity().physicalCpus()
                    && kind.cpu.vendor().equals(host.cpu().vendor())
                    && kind.cpu.canSendTo(host.cpu())
                    && kind.xen.canSendTo(host.xen());
        }
        return may;
    }

    private void fillStaying() {
        Set<Allocation> moving = moving();
        for (Allocation held : situation.cluster().allocations()) {
            int host = index(held.host());
            if (host < 0 || moving.contains(held)) {
                continue;
            }
            staying[host]++;
            held.constraints()
                    .antiAffinity()
                    .ifPresent(group ->
                            apartFrom.computeIfAbsent(group, absent -> new boolean[hosts.length])[host] = true);
        }
    }

    private Set<Allocation> moving() {
        Set<Allocation> moving = new HashSet<>();
        blocks.forEach(moving::addAll);
        return moving;
    }

    private Model model() {
        long[] capacity = new long[hosts.length * RESOURCES];
        for (int host = 0; host < hosts.length; host++) {
            capacity[host * RESOURCES] = hosts[host].capacity().vcpus().count();
            capacity[host * RESOURCES + 1] = hosts[host].capacity().memory().bytes();
            capacity[host * RESOURCES + 2] = hosts[host].capacity().disk().bytes();
        }
        for (Allocation held : situation.cluster().allocations()) {
            if (index(held.host()) >= 0) {
                add(held, capacity, index(held.host()) * RESOURCES, -1);
            }
        }
        long[] demand = new long[guests.length * RESOURCES];
        int[] home = new int[guests.length];
        for (int item = 0; item < guests.length; item++) {
            home[item] = index(guests[item].host());
            for (Allocation member : blocks.get(item)) {
                add(member, demand, item * RESOURCES, 1);
                add(member, capacity, home[item] * RESOURCES, 1);
            }
        }
        // Groups are the guard's: it knows of members that stay.
        return new Model(
                new Model.Machines(hosts.length, capacity, new int[hosts.length], 1, new int[hosts.length], 1),
                new Model.Items(guests.length, demand, new int[guests.length], home),
                new Model.Groups(1, new int[] {1}, new int[1], new int[1][0], new int[1][0]),
                RESOURCES,
                new boolean[RESOURCES]);
    }

    private static void add(Allocation held, long[] row, int at, int sign) {
        row[at] += sign * (long) held.resources().vcpus().count();
        row[at + 1] += sign * held.resources().memory().bytes();
        row[at + 2] += sign * held.resources().disk().bytes();
    }

    /** Guests of these hosts that are no items, in the order of their ids. */
    List<Allocation> heldOn(boolean[] marked) {
        Set<Allocation> moving = moving();
        List<Allocation> held = new ArrayList<>();
        for (int host = 0; host < hosts.length; host++) {
            if (marked[host]) {
                situation.cluster().allocationsOn(hosts[host].id()).stream()
                        .filter(place -> !moving.contains(place))
                        .forEach(held::add);
            }
        }
        held.sort((a, b) -> a.instance().compareTo(b.instance()));
        return held;
    }

    static boolean runs(Allocation held) {
        return held.purpose() == Purpose.RUN;
    }
}
