package org.xenopolis.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceSpec;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.PlacementRequest;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;

/** Saved clusters with the answers that are expected. A bug report is a new file beside them. */
class ScenarioTest {
    private static final TenantId TENANT = new TenantId(id("tenant"));
    private static final Digest IMAGE = Digest.of("sha256:" + "1".repeat(64));

    static Stream<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void answersAsSaved(Path file) throws IOException {
        JsonNode scenario = new ObjectMapper().readTree(file.toFile());
        Map<HostId, String> names = new TreeMap<>();
        Cluster cluster = cluster(scenario, names);
        PlacementOutcome outcome = Placer.of(cluster, scenario.path("seed").asLong())
                .place(new PlacementRequest(new InstanceId(id("new")), spec(scenario.required("place"))));
        switch (outcome) {
            case PlacementOutcome.Placed placed ->
                assertThat(names.get(placed.host()))
                        .isEqualTo(scenario.path("expect").path("host").asText(null));
            case PlacementOutcome.Rejected rejected -> {
                Map<String, Integer> counts = new TreeMap<>();
                rejected.hostsByReason().forEach((reason, count) -> counts.put(reason.name(), count));
                Map<String, Integer> expected = new TreeMap<>();
                scenario.path("expect")
                        .path("rejections")
                        .properties()
                        .forEach(entry ->
                                expected.put(entry.getKey(), entry.getValue().asInt()));
                assertThat(counts).isEqualTo(expected);
            }
        }
    }

    private static Cluster cluster(JsonNode scenario, Map<HostId, String> names) {
        List<Host> hosts = new ArrayList<>();
        List<Allocation> allocations = new ArrayList<>();
        for (JsonNode node : scenario.required("hosts")) {
            String name = node.required("name").asText();
            HostId host = new HostId(id(name));
            names.put(host, name);
            hosts.add(new Host(
                    host,
                    name,
                    ZoneName.of(node.path("zone").asText("a")),
                    HostState.valueOf(node.path("state").asText("UP")),
                    Generation.FIRST,
                    new HostCapacity(
                            node.path("cpus").asInt(8),
                            4_000,
                            MemorySize.ofGibibytes(node.path("memoryGib").asInt(16)),
                            DiskSize.ofGibibytes(node.path("diskGib").asInt(100))),
                    new XenVersion(4, 19, 0),
                    new CpuModel("GenuineIntel", Set.of()),
                    node.path("hasImage").asBoolean() ? Set.of(IMAGE) : Set.of(),
                    Map.of()));
            for (JsonNode guest : node.path("guests")) {
                InstanceSpec spec = spec(guest);
                allocations.add(new Allocation(
                        new InstanceId(id(guest.required("name").asText())),
                        TENANT,
                        host,
                        Epoch.FIRST,
                        Allocation.Purpose.RUN,
                        spec.resources(),
                        spec.constraints()));
            }
        }
        return Cluster.of(hosts, allocations);
    }

    private static InstanceSpec spec(JsonNode node) {
        return new InstanceSpec(
                TENANT,
                Resources.of(
                        node.path("vcpus").asInt(1),
                        MemorySize.ofGibibytes(node.path("memoryGib").asInt(1)),
                        DiskSize.ofGibibytes(node.path("diskGib").asInt(1))),
                IMAGE,
                new Constraints(
                        Optional.ofNullable(node.path("zone").asText(null)).map(ZoneName::of),
                        group(node.path("together")),
                        group(node.path("apart")),
                        Set.of()));
    }

    private static Optional<PlacementGroup> group(JsonNode name) {
        return Optional.ofNullable(name.asText(null)).map(text -> new PlacementGroup(TENANT, text));
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
