package org.xenopolis.deploy.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xenopolis.contracts.billing.Dimension;

/**
 * What one instance really used, added up from the hosts' ground-truth journals by this class alone: it shares no code
 * with the meters or with billing.
 */
record Truth(Map<Dimension, BigInteger> quantities) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Dimension, String> COUNTERS = Map.of(
            Dimension.CPU_USED, "cpuNanos",
            Dimension.DISK_READ, "diskReadBytes",
            Dimension.DISK_WRITTEN, "diskWriteBytes",
            Dimension.DISK_OPERATIONS, "diskOperations",
            Dimension.NETWORK_RECEIVED, "networkReceivedBytes",
            Dimension.NETWORK_SENT, "networkSentBytes");
    private static final Map<Dimension, String> RESERVED = Map.of(
            Dimension.VCPU_RESERVED, "vcpus",
            Dimension.MEMORY_RESERVED, "memoryBytes",
            Dimension.DISK_RESERVED, "diskBytes");

    static Truth read(Path journals, String instance) {
        Map<Dimension, BigInteger> sums = new EnumMap<>(Dimension.class);
        COUNTERS.keySet().forEach(dimension -> sums.put(dimension, BigInteger.ZERO));
        RESERVED.keySet().forEach(dimension -> sums.put(dimension, BigInteger.ZERO));
        try (Stream<Path> files = Files.list(journals)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                addHost(sums, Files.readAllLines(file), instance);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the truth journals in " + journals, e);
        }
        return new Truth(sums);
    }

    /** Between two lines of a domain its size was that of the first; counters are differences. */
    private static void addHost(Map<Dimension, BigInteger> sums, List<String> lines, String instance)
            throws IOException {
        Map<String, JsonNode> previous = new HashMap<>();
        for (String line : lines) {
            JsonNode now = JSON.readTree(line);
            if (!now.path("instance").asText().equals(instance)) {
                continue;
            }
            JsonNode before = previous.put(
                    now.path("boot").asText() + "/" + now.path("domid").asInt(), now);
            if (before == null) {
                continue;
            }
            COUNTERS.forEach((dimension, field) -> add(
                    sums,
                    dimension,
                    BigInteger.valueOf(
                            now.path(field).asLong() - before.path(field).asLong())));
            BigInteger nanos = BigInteger.valueOf(
                    now.required("mono").asLong() - before.required("mono").asLong());
            RESERVED.forEach((dimension, field) -> add(
                    sums,
                    dimension,
                    BigInteger.valueOf(before.path(field).asLong()).multiply(nanos)));
        }
    }

    private static void add(Map<Dimension, BigInteger> sums, Dimension dimension, BigInteger amount) {
        sums.merge(dimension, amount, BigInteger::add);
    }
}
