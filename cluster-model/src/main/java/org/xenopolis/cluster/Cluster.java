package org.xenopolis.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All hosts and all places held on them, at one moment; immutable.
 *
 * <p>It takes any ledger, also a broken one (a host over capacity, a place on an unknown host), because the checker has
 * to be able to look at it. Totals per host and the groups are indexed once, so that a rule costs the guests of one host
 * and not those of all.
 */
public final class Cluster {
    private final Map<HostId, Host> hosts;
    private final Map<HostId, List<Allocation>> byHost;
    private final Map<HostId, Resources> used;
    private final Map<InstanceId, List<Allocation>> byInstance;
    private final Map<PlacementGroup, List<Allocation>> byAffinity;
    private final List<Allocation> allocations;

    private Cluster(Map<HostId, Host> hosts, List<Allocation> allocations) {
        this.hosts = hosts;
        this.allocations = allocations;
        this.byHost = new HashMap<>();
        this.used = new HashMap<>();
        this.byInstance = HashMap.newHashMap(allocations.size());
        this.byAffinity = new HashMap<>();
        for (Allocation allocation : allocations) {
            add(byHost, allocation.host(), allocation);
            add(byInstance, allocation.instance(), allocation);
            allocation.constraints().affinity().ifPresent(group -> add(byAffinity, group, allocation));
        }
        byHost.forEach((host, held) -> used.put(host, sum(held)));
    }

    /** Two hosts with one id are an {@link IllegalArgumentException}. */
    public static Cluster of(Collection<Host> hosts, Collection<Allocation> allocations) {
        List<Host> ordered = new ArrayList<>(hosts);
        ordered.sort(Comparator.comparing(Host::id));
        Map<HostId, Host> byId = LinkedHashMap.newLinkedHashMap(ordered.size());
        for (Host host : ordered) {
            if (byId.put(host.id(), host) != null) {
                throw new IllegalArgumentException("two hosts have the id " + host.id());
            }
        }
        return new Cluster(byId, List.copyOf(allocations));
    }

    /** In the order of their ids, so that equal clusters lead to equal decisions. */
    public Collection<Host> hosts() {
        return Collections.unmodifiableCollection(hosts.values());
    }

    public Optional<Host> host(HostId id) {
        return Optional.ofNullable(hosts.get(id));
    }

    public List<Allocation> allocations() {
        return allocations;
    }

    public List<Allocation> allocationsOn(HostId host) {
        return read(byHost, host);
    }

    /** None, one, or two while the instance moves. */
    public List<Allocation> allocationsOf(InstanceId instance) {
        return read(byInstance, instance);
    }

    public Optional<Allocation> allocation(InstanceId instance, Allocation.Purpose purpose) {
        return allocationsOf(instance).stream()
                .filter(held -> held.purpose() == purpose)
                .findFirst();
    }

    /** The places held by the members of an affinity group, on whichever hosts. */
    public List<Allocation> allocationsTogether(PlacementGroup affinity) {
        return read(byAffinity, affinity);
    }

    public Resources used(HostId host) {
        return used.getOrDefault(host, Resources.ZERO);
    }

    /** What a host has left; zero where too much is promised. */
    public Resources free(Host host) {
        return host.capacity().total().minusUpTo(used(host.id()));
    }

    /** The cluster with one more place held. */
    public Cluster with(Allocation allocation) {
        List<Allocation> more = new ArrayList<>(allocations.size() + 1);
        more.addAll(allocations);
        more.add(allocation);
        return new Cluster(hosts, List.copyOf(more));
    }

    /** The cluster after an instance gave a place back; the same when it held none. */
    public Cluster without(InstanceId instance, Allocation.Purpose purpose) {
        return new Cluster(
                hosts,
                allocations.stream()
                        .filter(held -> !held.instance().equals(instance) || held.purpose() != purpose)
                        .toList());
    }

    /** The cluster with a host added, or replaced by one of the same id. */
    public Cluster with(Host host) {
        Map<HostId, Host> changed = new HashMap<>(hosts);
        changed.put(host.id(), host);
        return of(changed.values(), allocations);
    }

    private static <K> void add(Map<K, List<Allocation>> index, K key, Allocation allocation) {
        index.computeIfAbsent(key, absent -> new ArrayList<>(2)).add(allocation);
    }

    private static <K> List<Allocation> read(Map<K, List<Allocation>> index, K key) {
        List<Allocation> found = index.get(key);
        return found == null ? List.of() : Collections.unmodifiableList(found);
    }

    private static Resources sum(List<Allocation> held) {
        int vcpus = 0;
        long memory = 0;
        long disk = 0;
        for (Allocation allocation : held) {
            vcpus = Math.addExact(vcpus, allocation.resources().vcpus().count());
            memory = Math.addExact(memory, allocation.resources().memory().bytes());
            disk = Math.addExact(disk, allocation.resources().disk().bytes());
        }
        return new Resources(new VcpuCount(vcpus), new MemorySize(memory), new DiskSize(disk));
    }
}
