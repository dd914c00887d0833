package org.xenopolis.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random clusters that keep every invariant, and random requests to them; the same ones from the same seed.
 *
 * <p>Guests are dealt out first and each host is then given a size that holds its guests, so that validity needs no help
 * from the rules.
 */
public final class ClusterGenerator {
    /** From small to large; each holds all of the one before. */
    private static final List<CpuModel> INTEL = List.of(
            new CpuModel("GenuineIntel", Set.of("sse4_2", "aes")),
            new CpuModel("GenuineIntel", Set.of("sse4_2", "aes", "avx", "avx2")),
            new CpuModel("GenuineIntel", Set.of("sse4_2", "aes", "avx", "avx2", "avx512f")));

    private static final CpuModel AMD = new CpuModel("AuthenticAMD", Set.of("sse4_2", "aes", "avx", "avx2", "sha_ni"));
    private static final XenVersion OLDER_XEN = new XenVersion(4, 17, 3);
    private static final XenVersion NEWER_XEN = new XenVersion(4, 19, 1);
    private static final int GUESTS_PER_TENANT = 20;
    private static final int GROUPS_PER_TENANT = 3;

    private final SplittableRandom random;

    /**
     * What kind of cluster.
     *
     * @param tight whether hosts are nearly full
     * @param mixed whether processors, Xen versions and host states differ
     * @param grouped whether guests ask for zones, groups and CPU features, and some are on the move
     */
    public record Shape(int hosts, int guests, int zones, boolean tight, boolean mixed, boolean grouped) {
        public static Shape plain(int hosts, int guests) {
            return new Shape(hosts, guests, 1, false, false, false);
        }

        public static Shape full(int hosts, int guests) {
            return new Shape(hosts, guests, 3, true, true, true);
        }

        public static Shape roomy(int hosts, int guests) {
            return new Shape(hosts, guests, 3, false, true, true);
        }
    }

    private ClusterGenerator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static ClusterGenerator seeded(long seed) {
        return new ClusterGenerator(seed);
    }

    /** A small cluster of any kind: for properties over many seeds. */
    public Cluster anyCluster() {
        int hosts = random.nextInt(1, 9);
        return cluster(new Shape(
                hosts,
                random.nextInt(hosts * 5),
                random.nextInt(1, 4),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(4) > 0));
    }

    public Cluster cluster(Shape shape) {
        List<Host> hosts = IntStream.range(0, shape.hosts())
                .mapToObj(i -> emptyHost(i, shape))
                .toList();
        List<HostId> tenantsHome = hosts.stream()
                .filter(host -> host.state() != HostState.FENCED && host.state() != HostState.DOWN)
                .map(Host::id)
                .toList();
        Map<HostId, Host> byId = hosts.stream().collect(Collectors.toMap(Host::id, host -> host));
        List<Allocation> dealt = new Dealer(byId, tenantsHome, shape).deal();
        Map<HostId, List<Allocation>> byHost = dealt.stream().collect(Collectors.groupingBy(Allocation::host));
        return Cluster.of(
                hosts.stream()
                        .map(host -> sized(host, byHost.getOrDefault(host.id(), List.of()), shape.tight()))
                        .toList(),
                dealt);
    }

    /** Some are pinned, some bear only short pauses. */
    private static Mobility mobility(Epoch epoch) {
        return switch ((int) (epoch.value() % 24)) {
            case 0 -> Mobility.PINNED;
            case 1, 2 -> Mobility.pausing(Duration.ofMillis(100));
            case 3 -> Mobility.pausing(Duration.ofSeconds(2));
            default -> Mobility.FREE;
        };
    }

    /** A request that some host may take, or none: of the tenants, groups and zones of this cluster, or of new ones. */
    public PlacementRequest request(Cluster cluster) {
        List<Allocation> held = cluster.allocations();
        Optional<Allocation> like = held.isEmpty() || oneIn(4) ? Optional.empty() : Optional.of(pick(held));
        TenantId tenant = like.map(Allocation::tenant).orElseGet(() -> new TenantId(uuid()));
        Constraints constraints = Constraints.NONE;
        if (oneIn(3)) {
            constraints = constraints.inZone(
                    oneIn(5) ? zone(99) : pick(List.copyOf(cluster.hosts())).zone());
        }
        if (oneIn(3)) {
            constraints = constraints.together(group(tenant, "together"));
        }
        if (oneIn(3)) {
            constraints = constraints.apart(group(tenant, "apart"));
        }
        if (oneIn(3)) {
            constraints = constraints.withCpuFeatures(Set.of(pick(List.of("aes", "avx2", "avx512f", "sha_ni"))));
        }
        return new PlacementRequest(
                new InstanceId(uuid()), new InstanceSpec(tenant, guestSize(), digest(), constraints));
    }

    public UUID uuid() {
        long version4 = random.nextLong() & ~0xF000L | 0x4000L;
        long variant = random.nextLong() & ~(0b11L << 62) | 0b10L << 62;
        return new UUID(version4, variant);
    }

    public Digest digest() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Digest.ofSha256(bytes);
    }

    /** Mostly small, now and then large. */
    public Resources guestSize() {
        int vcpus = 1 << random.nextInt(oneIn(8) ? 6 : 3);
        return Resources.of(
                vcpus,
                MemorySize.ofMebibytes(vcpus * random.nextLong(256, 8_192)),
                DiskSize.ofGibibytes(random.nextLong(1, 200)));
    }

    public <T> T pick(List<T> any) {
        return any.get(random.nextInt(any.size()));
    }

    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private PlacementGroup group(TenantId tenant, String kind) {
        return new PlacementGroup(tenant, kind + "-" + random.nextInt(GROUPS_PER_TENANT));
    }

    private static ZoneName zone(int number) {
        return ZoneName.of("zone-" + number);
    }

    private Host emptyHost(int number, Shape shape) {
        return new Host(
                new HostId(uuid()),
                "host-" + number,
                zone(number % shape.zones()),
                // The first one is always up, so that somebody can have the guests.
                shape.mixed() && number > 0 && oneIn(5) ? pick(List.of(HostState.values())) : HostState.UP,
                new Generation(random.nextLong(1, 1_000)),
                new HostCapacity(0, HostCapacity.ONE_TO_ONE_PERMILLE, MemorySize.ZERO, DiskSize.ZERO),
                shape.mixed() && oneIn(3) ? NEWER_XEN : OLDER_XEN,
                !shape.mixed() ? INTEL.get(1) : oneIn(5) ? AMD : pick(INTEL),
                oneIn(2) ? Set.of(digest()) : Set.of(),
                Map.of("rack", "r" + number % 10));
    }

    private Host sized(Host host, List<Allocation> held, boolean tight) {
        long bytes = 0;
        long disk = 0;
        int vcpus = 0;
        int largest = 0;
        for (Allocation allocation : held) {
            bytes += allocation.resources().memory().bytes();
            disk += allocation.resources().disk().bytes();
            vcpus += allocation.resources().vcpus().count();
            largest = Math.max(largest, allocation.resources().vcpus().count());
        }
        int overcommit = 1_000 * random.nextInt(1, 5);
        int cpus = Math.max(Math.max(8, largest), Math.ceilDiv(vcpus * 1_000, overcommit));
        if (!tight) {
            cpus *= 2;
        }
        HostCapacity capacity = new HostCapacity(
                cpus,
                overcommit,
                MemorySize.ofMebibytes(room(bytes >> 20, tight ? 4_096 : 131_072)),
                DiskSize.ofMebibytes(room(disk >> 20, tight ? 65_536 : 2_097_152)));
        return new Host(
                host.id(),
                host.name(),
                host.zone(),
                host.state(),
                host.generation(),
                capacity,
                host.xen(),
                host.cpu(),
                host.cachedImages(),
                host.labels());
    }

    /** What is used and up to that much more; exactly full now and then, as that is where rules go wrong. */
    private long room(long usedMebibytes, long moreMax) {
        return usedMebibytes + (oneIn(8) ? 0 : random.nextLong(moreMax));
    }

    /** Deals guests to hosts, keeping zones, groups and CPU features as it goes. */
    private final class Dealer {
        private final Map<HostId, Host> hosts;
        private final List<HostId> open;
        private final Shape shape;
        private final List<TenantId> tenants;
        private final Map<PlacementGroup, HostId> together = new HashMap<>();
        private final Map<PlacementGroup, Set<HostId>> apart = new HashMap<>();
        private final List<Allocation> dealt = new ArrayList<>();

        Dealer(Map<HostId, Host> hosts, List<HostId> open, Shape shape) {
            this.hosts = hosts;
            this.open = open;
            this.shape = shape;
            this.tenants = IntStream.rangeClosed(0, shape.guests() / GUESTS_PER_TENANT)
                    .mapToObj(i -> new TenantId(uuid()))
                    .toList();
        }

        List<Allocation> deal() {
            for (int i = 0; i < shape.guests(); i++) {
                guest();
            }
            return dealt;
        }

        private void guest() {
            TenantId tenant = pick(tenants);
            HostId host = pick(open);
            Constraints constraints = Constraints.NONE;
            if (shape.grouped() && oneIn(6)) {
                PlacementGroup group = group(tenant, "together");
                host = together.computeIfAbsent(group, absent -> pick(open));
                constraints = constraints.together(group);
            }
            if (shape.grouped() && oneIn(6)) {
                PlacementGroup group = group(tenant, "apart");
                if (apart.computeIfAbsent(group, absent -> new HashSet<>()).add(host)) {
                    constraints = constraints.apart(group);
                }
            }
            if (shape.grouped() && oneIn(10)) {
                constraints = constraints.inZone(zoneOf(host));
            }
            if (shape.grouped() && oneIn(10)) {
                constraints = constraints.withCpuFeatures(Set.of("sse4_2"));
            }
            boolean wishesNothing = constraints.equals(Constraints.NONE);
            Epoch epoch = new Epoch(random.nextLong(1, 100));
            Allocation run = new Allocation(
                    new InstanceId(uuid()),
                    tenant,
                    host,
                    epoch,
                    Allocation.Purpose.RUN,
                    guestSize(),
                    shape.grouped() ? constraints.moving(mobility(epoch)) : constraints);
            dealt.add(run);
            if (shape.grouped() && wishesNothing && oneIn(20)) {
                HostId target = pick(open);
                if (!target.equals(host)) {
                    dealt.add(run.toMoveTo(target));
                }
            }
        }

        private ZoneName zoneOf(HostId id) {
            Host host = hosts.get(id);
            if (host == null) {
                throw new IllegalStateException("no host " + id);
            }
            return host.zone();
        }
    }
}
