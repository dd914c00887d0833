package org.xenopolis.host.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.xenopolis.cluster.CpuTime;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.invariants.TruthEvent;
import org.xenopolis.contracts.usage.UsageBody;

/** Reads the truth journals and adds up what they say, with nothing of the meters' code. */
final class Truth {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> COUNTERS =
            List.of("cpu", "diskRead", "diskWrite", "diskOps", "netReceived", "netSent");

    private Truth() {}

    static List<TruthEvent> events(List<String> lines) {
        return lines.stream().map(Truth::node).map(Truth::event).toList();
    }

    private static JsonNode node(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static TruthEvent event(JsonNode node) {
        return new TruthEvent(
                HostId.of(node.required("host").asText()),
                node.required("boot").asText(),
                node.required("mono").asLong(),
                OptionalLong.of(node.required("wall").asLong()),
                node.required("domid").asInt(),
                InstanceId.of(node.required("instance").asText()),
                DomainState.valueOf(node.required("state").asText()),
                new MemorySize(node.required("memory").asLong()),
                new VcpuCount(node.required("vcpus").asInt()),
                new CpuTime(node.required("cpu").asLong()));
    }

    /** What is to be paid for each instance: reservations in the billed states and of bare disks, and all counters. */
    static Map<String, Map<String, BigInteger>> owed(List<String> lines) {
        Map<String, Map<String, BigInteger>> sums = new TreeMap<>();
        Map<String, JsonNode> previous = new HashMap<>();
        for (String line : lines) {
            JsonNode now = node(line);
            String instance = now.required("instance").asText();
            String life = instance + now.required("host") + now.required("boot") + now.required("domid");
            JsonNode before = previous.put(life, now);
            if (before == null) {
                continue;
            }
            Map<String, BigInteger> sum = sums.computeIfAbsent(instance, id -> new TreeMap<>());
            COUNTERS.forEach(counter -> add(
                    sum,
                    counter,
                    BigInteger.valueOf(now.required(counter).asLong()
                            - before.required(counter).asLong())));
            BigInteger nanos = BigInteger.valueOf(
                    now.required("mono").asLong() - before.required("mono").asLong());
            boolean billed = before.required("domid").asInt() == 0
                    || List.of("RUNNING", "BLOCKED", "PAUSED")
                            .contains(before.required("state").asText());
            for (String size : List.of("vcpus", "memory", "disk")) {
                add(sum, size, billed ? nanos.multiply(before.required(size).bigIntegerValue()) : BigInteger.ZERO);
            }
        }
        return sums;
    }

    /** The same from the lines. */
    static Map<String, Map<String, BigInteger>> metered(List<UsageBody> lines) {
        Map<String, Map<String, BigInteger>> sums = new TreeMap<>();
        for (UsageBody line : lines) {
            Map<String, BigInteger> sum = sums.computeIfAbsent(line.getInstanceId(), id -> new TreeMap<>());
            BigInteger nanos = BigInteger.valueOf(line.getEndMonotonicNanos() - line.getStartMonotonicNanos());
            add(sum, "cpu", BigInteger.valueOf(line.getCpuNanos()));
            add(sum, "diskRead", BigInteger.valueOf(line.getDiskReadBytes()));
            add(sum, "diskWrite", BigInteger.valueOf(line.getDiskWriteBytes()));
            add(sum, "diskOps", BigInteger.valueOf(line.getDiskOperations()));
            add(sum, "netReceived", BigInteger.valueOf(line.getNetworkReceivedBytes()));
            add(sum, "netSent", BigInteger.valueOf(line.getNetworkSentBytes()));
            add(sum, "vcpus", nanos.multiply(BigInteger.valueOf(line.getVcpus())));
            add(sum, "memory", nanos.multiply(BigInteger.valueOf(line.getMemoryBytes())));
            add(sum, "disk", nanos.multiply(BigInteger.valueOf(line.getDiskBytes())));
        }
        return sums;
    }

    private static void add(Map<String, BigInteger> sums, String name, BigInteger amount) {
        sums.merge(name, amount, BigInteger::add);
    }

    /** Lines in which something unpaused runs. */
    static List<TruthEvent> unpausedNow(List<TruthEvent> events) {
        Map<String, TruthEvent> last = new HashMap<>();
        events.forEach(event -> last.put(event.host() + event.bootId() + event.domid() + event.instance(), event));
        return new ArrayList<>(last.values().stream()
                .filter(event -> event.state().isUnpaused())
                .toList());
    }
}
