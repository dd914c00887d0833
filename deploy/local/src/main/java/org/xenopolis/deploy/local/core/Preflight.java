package org.xenopolis.deploy.local.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found on the machine before anything is started.
 *
 * @param takenPorts port by the part that wants it
 * @param missingArtifacts files the build should have made
 * @param missingPrograms programs of Debian's base that are not in PATH
 */
public record Preflight(
        Map<String, Integer> takenPorts,
        List<String> missingArtifacts,
        List<String> missingPrograms,
        long freeDiskBytes,
        long availableMemoryBytes) {
    static final long DISK_MIN_BYTES = 2L << 30;
    static final long MEMORY_MIN_BYTES = 2L << 30;

    private static final int NAMED_MAX = 3;
    private static final double GIBIBYTE = 1L << 30;

    /** What stands in the way, one line each; empty when the stack may start. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        missingPrograms.forEach(
                program -> problems.add(program + " is not in PATH: it is part of Debian's base (util-linux, tar)"));
        if (!missingArtifacts.isEmpty()) {
            problems.add("not built: " + named(missingArtifacts) + " (run ./mvnw -Dquick package)");
        }
        if (!takenPorts.isEmpty()) {
            List<String> ports = new TreeMap<>(takenPorts)
                    .entrySet().stream()
                            .map(taken -> taken.getValue() + " (" + taken.getKey() + ")")
                            .toList();
            problems.add((ports.size() == 1 ? "port " : "ports ") + named(ports)
                    + " already in use: end what listens there, or choose other ports with --port-base");
        }
        if (freeDiskBytes < DISK_MIN_BYTES) {
            problems.add("the disk has " + gibibytes(freeDiskBytes) + " free, the stack needs "
                    + gibibytes(DISK_MIN_BYTES) + ": free some, or choose another disk with --state");
        }
        if (availableMemoryBytes < MEMORY_MIN_BYTES) {
            problems.add("the machine has " + gibibytes(availableMemoryBytes) + " of memory available, the stack needs "
                    + gibibytes(MEMORY_MIN_BYTES));
        }
        return problems;
    }

    private static String named(List<String> all) {
        String first = String.join(", ", all.subList(0, Math.min(NAMED_MAX, all.size())));
        return all.size() <= NAMED_MAX ? first : first + " and " + (all.size() - NAMED_MAX) + " more";
    }

    private static String gibibytes(long bytes) {
        return String.format("%.1f GiB", bytes / GIBIBYTE);
    }
}
