package org.xenopolis.cluster.invariants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.PlacementGroup;

/** I2 in the ledger, and whether the ledger makes sense: one snapshot, sums made anew from the allocations. */
final class LedgerCheck {
    private final List<Violation> found = new ArrayList<>();
    private final Map<HostId, Host> hosts = new LinkedHashMap<>();
    private final List<Allocation> allocations;
    private final Map<HostId, Sum> sums = new LinkedHashMap<>();

    private LedgerCheck(Cluster cluster) {
        cluster.hosts().forEach(host -> hosts.put(host.id(), host));
        allocations = cluster.allocations();
        for (Allocation held : allocations) {
            sums.computeIfAbsent(held.host(), host -> new Sum()).add(held);
        }
    }

    static List<Violation> of(Cluster cluster) {
        LedgerCheck check = new LedgerCheck(cluster);
        check.capacity();
        check.places();
        check.constraints();
        check.apart();
        check.together();
        return check.found;
    }

    /** Whether the totals kept beside the allocations are their sums. */
    static List<Violation> of(Cluster cluster, Collection<RecordedUse> recorded) {
        LedgerCheck check = new LedgerCheck(cluster);
        for (RecordedUse use : recorded) {
            Sum sum = check.sums.getOrDefault(use.host(), new Sum());
            if (use.vcpus() < 0 || use.memoryBytes() < 0 || use.diskBytes() < 0) {
                check.broken(Invariant.I2, "a negative total: " + use);
            } else if (use.vcpus() != sum.vcpus || use.memoryBytes() != sum.bytes || use.diskBytes() != sum.disk) {
                check.broken(Invariant.I7, "the allocations sum up to " + sum + ", recorded is " + use);
            }
        }
        return check.found;
    }

    private void capacity() {
        sums.forEach((id, sum) -> {
            Host host = hosts.get(id);
            if (host == null) {
                broken(Invariant.I7, sum.count + " allocations on host " + id + ", which is unknown");
                return;
            }
            long vcpus = (long) host.capacity().physicalCpus() * host.capacity().vcpuOvercommitPermille() / 1_000;
            if (sum.vcpus > vcpus
                    || sum.bytes > host.capacity().memory().bytes()
                    || sum.disk > host.capacity().disk().bytes()) {
                broken(
                        Invariant.I2,
                        "host " + id + " has promised " + sum + " of " + vcpus + " vCPUs and " + host.capacity());
            }
        });
    }

    private void places() {
        Map<InstanceId, Map<Purpose, Allocation>> byInstance = new LinkedHashMap<>();
        for (Allocation held : allocations) {
            Map<Purpose, Allocation> places =
                    byInstance.computeIfAbsent(held.instance(), instance -> new EnumMap<>(Purpose.class));
            Allocation other = places.put(held.purpose(), held);
            if (other != null) {
                broken(
                        Invariant.I7,
                        "instance " + held.instance() + " has two places to " + held.purpose() + ", on hosts "
                                + other.host() + " and " + held.host());
            }
        }
        byInstance.forEach(
                (instance, places) -> move(instance, places.get(Purpose.RUN), places.get(Purpose.MIGRATION_TARGET)));
    }

    private void move(InstanceId instance, @Nullable Allocation run, @Nullable Allocation target) {
        if (target == null) {
            return;
        }
        if (run == null) {
            broken(Invariant.I7, "instance " + instance + " holds a target on " + target.host() + " and does not run");
        } else if (run.host().equals(target.host())) {
            broken(Invariant.I7, "instance " + instance + " moves from host " + run.host() + " to itself");
        } else if (!run.tenant().equals(target.tenant())
                || !run.resources().equals(target.resources())
                || !run.constraints().equals(target.constraints())) {
            broken(Invariant.I7, "instance " + instance + " is another one on the target of its move");
        }
    }

    private void constraints() {
        for (Allocation held : allocations) {
            Host host = hosts.get(held.host());
            if (host == null) {
                continue;
            }
            if (held.constraints().zone().isPresent()
                    && !held.constraints().zone().get().equals(host.zone())) {
                broken(
                        Invariant.CONSTRAINTS,
                        "instance " + held.instance() + " asked for zone "
                                + held.constraints().zone().get() + " and is in " + host.zone());
            }
            Set<String> missing = new HashSet<>(held.constraints().cpuFeatures());
            missing.removeAll(host.cpu().features());
            if (!missing.isEmpty()) {
                broken(
                        Invariant.CONSTRAINTS,
                        "instance " + held.instance() + " misses " + missing + " on host " + host.id());
            }
        }
    }

    private void apart() {
        record Where(HostId host, PlacementGroup group) {}
        Map<Where, InstanceId> taken = new HashMap<>();
        for (Allocation held : allocations) {
            Optional<PlacementGroup> group = held.constraints().antiAffinity();
            if (group.isEmpty()) {
                continue;
            }
            InstanceId other = taken.putIfAbsent(new Where(held.host(), group.get()), held.instance());
            if (other != null && !other.equals(held.instance())) {
                broken(
                        Invariant.CONSTRAINTS,
                        "instances " + other + " and " + held.instance() + " want to be apart and are both on host "
                                + held.host());
            }
        }
    }

    /**
     * There must be one host on which every member has a place. It holds throughout the move of a group, if the places
     * on the target are taken for all of it before the first one moves.
     */
    private void together() {
        Map<PlacementGroup, Map<InstanceId, Set<HostId>>> groups = new LinkedHashMap<>();
        for (Allocation held : allocations) {
            held.constraints()
                    .affinity()
                    .ifPresent(group -> groups.computeIfAbsent(group, absent -> new LinkedHashMap<>())
                            .computeIfAbsent(held.instance(), instance -> new HashSet<>())
                            .add(held.host()));
        }
        groups.forEach((group, members) -> {
            Set<HostId> common = new HashSet<>(members.values().iterator().next());
            members.values().forEach(common::retainAll);
            if (common.isEmpty()) {
                broken(
                        Invariant.CONSTRAINTS,
                        "the instances of " + group + " want to be together and are not: " + members);
            }
        });
    }

    private void broken(Invariant invariant, String detail) {
        found.add(new Violation(invariant, detail));
    }

    private static final class Sum {
        private int count;
        private long vcpus;
        private long bytes;
        private long disk;

        void add(Allocation held) {
            count++;
            vcpus = Math.addExact(vcpus, held.resources().vcpus().count());
            bytes = Math.addExact(bytes, held.resources().memory().bytes());
            disk = Math.addExact(disk, held.resources().disk().bytes());
        }

        @Override
        public String toString() {
            return vcpus + " vCPUs, " + bytes + " bytes of memory and " + disk + " bytes of disk";
        }
    }
}
