package org.xenopolis.deploy.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.cluster.invariants.AtRest;
import org.xenopolis.cluster.invariants.InstanceRecord;
import org.xenopolis.cluster.invariants.Invariants;
import org.xenopolis.cluster.invariants.SeenDomain;
import org.xenopolis.cluster.invariants.Violation;
import org.xenopolis.deploy.local.truth.TruthJournals;
import org.xenopolis.deploy.local.truth.TruthLine;

/** Holds what the control plane says of itself (the operator's API) against what the hosts did (their truth journals). */
final class Judge {
    private static final long MEBIBYTE = 1L << 20;

    private final Cloud cloud;

    Judge(Cloud cloud) {
        this.cloud = cloud;
    }

    /** I1 and I2 over everything that ever happened, and at every moment of it. */
    void assertHistory() {
        JsonNode snapshot = cloud.operator().get("/operator/v1/snapshot");
        List<TruthLine> lines =
                instances(TruthJournals.read(cloud.stack().state().journals()));
        assertThat(Invariants.ofTruth(
                        hosts(snapshot), lines.stream().map(TruthLine::toEvent).toList(), 0))
                .isEmpty();
    }

    /** I3 and I7: waits until records, allocations and domains agree. */
    void awaitRest() {
        List<Violation> last = new ArrayList<>();
        try {
            Cloud.await("records, allocations and domains agree", () -> {
                last.clear();
                last.addAll(Invariants.atRest(now()));
                return last.isEmpty();
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + last, e);
        }
    }

    private AtRest now() {
        JsonNode snapshot = cloud.operator().get("/operator/v1/snapshot");
        List<InstanceRecord> records = new ArrayList<>();
        for (JsonNode instance :
                cloud.operator().get("/operator/v1/instances?limit=200").required("items")) {
            records.add(record(instance));
        }
        List<Allocation> allocations = new ArrayList<>();
        for (JsonNode node : snapshot.required("allocations")) {
            Allocation held = allocation(node);
            // A stopped instance keeps its disk where it is; that is no place to run.
            if (held.resources().vcpus().count() > 0) {
                allocations.add(held);
            }
        }
        return new AtRest(domains(), records, allocations, List.of());
    }

    /** What exists now: the last line of each domain. */
    private List<SeenDomain> domains() {
        Map<String, TruthLine> last = new LinkedHashMap<>();
        for (TruthLine line : instances(TruthJournals.read(cloud.stack().state().journals()))) {
            last.put(line.host() + "/" + line.boot() + "/" + line.domid(), line);
        }
        return last.values().stream()
                .filter(line -> line.state() != DomainState.GONE)
                .map(line -> new SeenDomain(
                        new HostId(line.host()),
                        line.domid(),
                        InstanceId.of(line.instance()),
                        new Epoch(line.epoch()),
                        line.state()))
                .toList();
    }

    private static List<TruthLine> instances(Collection<TruthLine> lines) {
        return lines.stream()
                .filter(line -> line.domid() != 0 && !line.instance().isEmpty())
                .toList();
    }

    private static InstanceRecord record(JsonNode node) {
        String host = node.path("hostId").asText("");
        return new InstanceRecord(
                InstanceId.of(node.required("id").asText()),
                InstanceState.valueOf(node.required("state").asText()),
                host.isEmpty() ? Optional.empty() : Optional.of(HostId.of(host)),
                new Epoch(node.required("epoch").asLong()),
                Set.of());
    }

    private static Allocation allocation(JsonNode node) {
        return new Allocation(
                InstanceId.of(node.required("instanceId").asText()),
                TenantId.of(node.required("tenantId").asText()),
                HostId.of(node.required("hostId").asText()),
                new Epoch(node.required("epoch").asLong()),
                Allocation.Purpose.valueOf(node.required("purpose").asText()),
                new Resources(
                        new VcpuCount(node.path("resources").path("vcpus").asInt()),
                        new MemorySize(node.path("resources").path("memoryMiB").asLong() * MEBIBYTE),
                        new DiskSize(node.path("resources").path("diskMiB").asLong() * MEBIBYTE)),
                Constraints.NONE);
    }

    private static List<Host> hosts(JsonNode snapshot) {
        List<Host> hosts = new ArrayList<>();
        for (JsonNode node : snapshot.required("hosts")) {
            JsonNode capacity = node.required("capacity");
            hosts.add(new Host(
                    HostId.of(node.required("id").asText()),
                    node.required("name").asText(),
                    new ZoneName(node.required("zone").asText()),
                    HostState.valueOf(node.required("state").asText()),
                    new Generation(node.required("generation").asLong()),
                    new HostCapacity(
                            capacity.required("physicalCpus").asInt(),
                            node.path("vcpuOvercommitPermille").asInt(1_000),
                            new MemorySize(capacity.required("memoryMiB").asLong() * MEBIBYTE),
                            new DiskSize(capacity.required("diskMiB").asLong() * MEBIBYTE)),
                    XenVersion.of(node.path("xenVersion").asText("4.17")),
                    new CpuModel(node.path("cpuVendor").asText(), Set.of()),
                    Set.of(),
                    Map.of()));
        }
        return hosts;
    }
}
