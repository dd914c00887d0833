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
import java.util.function.UnaryOperator;

/**
 * All hosts and all places held on them, at one moment; immutable.
 *
 * <p>It takes any ledger, also a broken one (a host over capacity, a place on an unknown host), because the checker has
 * to be able to look at it. Totals per host and the groups are indexed once, so that a rule costs the guests of one host
 * and not those of all.
 */
public final class Cluster {
    private final Map<HostId, Host> hosts;
    private final List<Allocation> allocations;
    private final Map<HostId, Resources> used;
    private final Map<HostId, List<Allocation>> byHost;
    private final Map<InstanceId, List<Allocation>> byInstance;
    private final Map<PlacementGroup, List<Allocation>> byAffinity;

    private Cluster(Map<HostId, Host> hosts, List<Allocation> allocations) {
        this.hosts = hosts;
        this.allocations = allocations;
        this.used = new HashMap<>();
        this.byHost = new HashMap<>();
        this.byInstance = HashMap.newHashMap(allocations.size());
        this.byAffinity = new HashMap<>();
        for (Allocation held : allocations) {
            collect(byHost, held.host(), held);
            collect(byInstance, held.instance(), held);
            held.constraints().affinity().ifPresent(group -> collect(byAffinity, group, held));
        }
        byHost.forEach((host, there) -> used.put(host, sum(there)));
    }

    /** A copy that shares what will not change: the lists in the indexes are never changed, but replaced. */
    private Cluster(Cluster other, Map<HostId, Host> hosts, List<Allocation> allocations) {
        this.hosts = hosts;
        this.allocations = allocations;
        this.used = new HashMap<>(other.used);
        this.byHost = new HashMap<>(other.byHost);
        this.byInstance = new HashMap<>(other.byInstance);
        this.byAffinity = new HashMap<>(other.byAffinity);
    }

    /** Two hosts with one id are an {@link IllegalArgumentException}. */
    public static Cluster of(Collection<Host> hosts, Collection<Allocation> allocations) {
        return new Cluster(byId(hosts), List.copyOf(allocations));
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
        for (Allocation held : allocationsOf(instance)) {
            if (held.purpose() == purpose) {
                return Optional.of(held);
            }
        }
        return Optional.empty();
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
        Cluster changed = new Cluster(this, hosts, plus(allocations, allocation));
        changed.reindex(allocation, held -> plus(held, allocation));
        return changed;
    }

    /** The cluster after an instance gave a place back; the same when it held none. */
    public Cluster without(InstanceId instance, Allocation.Purpose purpose) {
        Optional<Allocation> given = allocation(instance, purpose);
        if (given.isEmpty()) {
            return this;
        }
        Allocation place = given.get();
        Cluster changed = new Cluster(this, hosts, minus(allocations, place));
        changed.reindex(place, held -> minus(held, place));
        // Once more, for a broken ledger in which it holds two.
        return changed.without(instance, purpose);
    }

    /** The cluster with a host added, or replaced by one of the same id. */
    public Cluster with(Host host) {
        Map<HostId, Host> changed = new HashMap<>(hosts);
        changed.put(host.id(), host);
        return new Cluster(this, byId(changed.values()), allocations);
    }

    private void reindex(Allocation place, UnaryOperator<List<Allocation>> change) {
        replace(byHost, place.host(), change);
        replace(byInstance, place.instance(), change);
        place.constraints().affinity().ifPresent(group -> replace(byAffinity, group, change));
        used.put(place.host(), sum(allocationsOn(place.host())));
    }

    private static <K> void replace(Map<K, List<Allocation>> index, K key, UnaryOperator<List<Allocation>> change) {
        List<Allocation> replaced = change.apply(read(index, key));
        if (replaced.isEmpty()) {
            index.remove(key);
        } else {
            index.put(key, replaced);
        }
    }

    private static List<Allocation> plus(List<Allocation> held, Allocation place) {
        List<Allocation> more = new ArrayList<>(held.size() + 1);
        more.addAll(held);
        more.add(place);
        return Collections.unmodifiableList(more);
    }

    private static List<Allocation> minus(List<Allocation> held, Allocation place) {
        List<Allocation> fewer = new ArrayList<>(held);
        fewer.remove(place);
        return Collections.unmodifiableList(fewer);
    }

    private static Map<HostId, Host> byId(Collection<Host> hosts) {
        List<Host> ordered = new ArrayList<>(hosts);
        ordered.sort(Comparator.comparing(Host::id));
        Map<HostId, Host> byId = LinkedHashMap.newLinkedHashMap(ordered.size());
        for (Host host : ordered) {
            if (byId.put(host.id(), host) != null) {
                throw new IllegalArgumentException("two hosts have the id " + host.id());
            }
        }
        return byId;
    }

    private static <K> void collect(Map<K, List<Allocation>> index, K key, Allocation held) {
        index.computeIfAbsent(key, absent -> new ArrayList<>(2)).add(held);
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
