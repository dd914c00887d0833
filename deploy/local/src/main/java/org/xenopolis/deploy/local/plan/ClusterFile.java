package org.xenopolis.deploy.local.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Mobility;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.GuestLoad;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Traffic;

/** Reads a fleet in our own format, which {@code GET /operator/v1/cluster-snapshot} writes. */
final class ClusterFile {
    static final String FORMAT = "xenopolis-cluster/1";

    private static final String RUNNING = "RUNNING";

    private final Map<HostId, Double> fractions = new HashMap<>();
    private final Map<HostId, ByteRate> links = new HashMap<>();
    private final Map<HostId, Traffic> traffic = new HashMap<>();
    private final Map<HostId, Traffic> carries = new HashMap<>();
    private final Map<InstanceId, GuestLoad> loads = new HashMap<>();
    private final Set<InstanceId> atRest = new HashSet<>();
    private final Map<HostId, Host> hosts = new HashMap<>();
    private final List<Allocation> places = new ArrayList<>();

    private ClusterFile() {}

    static Situation read(Path file) {
        return parse(file.toString(), PlanFiles.read(file));
    }

    /** A {@link StackException} of one line says where the text is wrong. */
    static Situation parse(String name, String text) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new StackException("%s:%d:%d: not JSON: %s"
                    .formatted(
                            name,
                            at.getLineNr(),
                            at.getColumnNr(),
                            firstLine(e.getOriginalMessage().replaceFirst(" \\(for .*", ""))));
        }
        ClusterNode top = new ClusterNode(name, root);
        if (!top.text("format").equals(FORMAT)) {
            throw top.get("format").wrong("this reads " + FORMAT);
        }
        return new ClusterFile().situation(top);
    }

    private Situation situation(ClusterNode top) {
        top.each("hosts", this::host);
        top.each("guests", this::guest);
        return new Situation(Cluster.of(hosts.values(), places), fractions, Map.copyOf(loads), links, atRest)
                .busy(traffic)
                .carrying(carries);
    }

    private void host(ClusterNode node) {
        HostId id = node.get("id").as(HostId::of, "an id is a UUID");
        HostState state = node.get("state").as(HostState::valueOf, "no such state");
        ZoneName zone = node.get("zone").as(ZoneName::of, "not the name of a zone");
        XenVersion xen = node.has("xenVersion")
                ? node.get("xenVersion").as(XenVersion::of, "not a version of Xen")
                : new XenVersion(0, 0, 0);
        Host host = new Host(
                id,
                node.text("name"),
                zone,
                state,
                new Generation(1),
                new HostCapacity(
                        (int) node.whole("physicalCpus", 0, 1 << 16),
                        (int) node.whole("vcpuOvercommitPermille", 0, 1 << 20),
                        new MemorySize(node.whole("memoryBytes", 0, Long.MAX_VALUE)),
                        new DiskSize(node.whole("diskBytes", 0, Long.MAX_VALUE))),
                xen,
                new CpuModel(node.text("cpuVendor"), Set.copyOf(node.texts("cpuFeatures"))),
                Set.of(),
                Map.of());
        if (hosts.put(id, host) != null) {
            throw node.get("id").wrong("a second host with this id");
        }
        if (node.has("cpuFraction")) {
            fractions.put(id, node.number("cpuFraction", 0, 1));
        }
        if (node.has("networkBytesPerSecond") || node.has("diskBytesPerSecond")) {
            traffic.put(id, traffic(node, "networkBytesPerSecond", "diskBytesPerSecond"));
        }
        carries.put(id, traffic(node, "networkMaxBytesPerSecond", "diskMaxBytesPerSecond"));
        if (node.has("networkMaxBytesPerSecond")) {
            links.put(id, new ByteRate(node.whole("networkMaxBytesPerSecond", 1, Long.MAX_VALUE)));
        }
    }

    private void guest(ClusterNode node) {
        InstanceId id = node.get("id").as(InstanceId::of, "an id is a UUID");
        TenantId tenant = node.get("tenantId").as(TenantId::of, "an id is a UUID");
        if (loads.containsKey(id)) {
            throw node.get("id").wrong("a second guest with this id");
        }
        loads.put(
                id,
                new GuestLoad(
                        node.has("cpuCores") ? node.number("cpuCores", 0, 1 << 16) : 0,
                        new ByteRate(
                                node.has("dirtyBytesPerSecond")
                                        ? node.whole("dirtyBytesPerSecond", 0, Long.MAX_VALUE)
                                        : 0),
                        traffic(node, "networkBytesPerSecond", "diskBytesPerSecond"),
                        node.has("diskHeldBytes")
                                ? OptionalLong.of(node.whole("diskHeldBytes", 0, Long.MAX_VALUE))
                                : OptionalLong.empty()));
        if (node.has("state") && !node.text("state").equals(RUNNING)) {
            atRest.add(id);
        }
        Allocation run = new Allocation(
                id,
                tenant,
                known(node.get("hostId")),
                new Epoch(node.has("epoch") ? node.whole("epoch", 0, Long.MAX_VALUE) : 1),
                Purpose.RUN,
                Resources.of(
                        (int) node.whole("vcpus", 1, 1 << 16),
                        new MemorySize(node.whole("memoryBytes", 1, Long.MAX_VALUE)),
                        new DiskSize(node.whole("diskBytes", 0, Long.MAX_VALUE))),
                new Constraints(
                        node.has("zone")
                                ? Optional.of(node.get("zone").as(ZoneName::of, "not the name of a zone"))
                                : Optional.empty(),
                        group(node, "affinityGroup", tenant),
                        group(node, "antiAffinityGroup", tenant),
                        Set.copyOf(node.texts("cpuFeatures")),
                        mobility(node)));
        places.add(run);
        if (node.has("movingTo")) {
            places.add(run.toMoveTo(known(node.get("movingTo"))));
        }
    }

    private static Traffic traffic(ClusterNode node, String network, String disk) {
        return new Traffic(
                node.has(network) ? node.number(network, 0, Long.MAX_VALUE) : 0,
                node.has(disk) ? node.number(disk, 0, Long.MAX_VALUE) : 0);
    }

    private static Mobility mobility(ClusterNode node) {
        boolean pinned = node.has("migration")
                && switch (node.text("migration")) {
                    case "PINNED" -> true;
                    case "ALLOWED" -> false;
                    default -> throw node.get("migration").wrong("it is ALLOWED or PINNED");
                };
        return new Mobility(
                pinned,
                node.has("pauseMaxMillis")
                        ? Optional.of(Duration.ofMillis(node.whole("pauseMaxMillis", 1, Integer.MAX_VALUE)))
                        : Optional.empty());
    }

    private static Optional<PlacementGroup> group(ClusterNode node, String field, TenantId tenant) {
        return node.has(field)
                ? Optional.of(node.get(field).as(name -> new PlacementGroup(tenant, name), "not the name of a group"))
                : Optional.empty();
    }

    private HostId known(ClusterNode node) {
        HostId id = node.as(HostId::of, "an id is a UUID");
        if (!hosts.containsKey(id)) {
            throw node.wrong("there is no such host in the file");
        }
        return id;
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
