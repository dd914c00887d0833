package org.xenopolis.deploy.local.command;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.local.core.Preflight;
import org.xenopolis.deploy.local.stack.Part;

/** Looks at this machine: what is free, what is taken, what is there. */
final class Machine {
    private static final long KIBIBYTE = 1024;
    private static final List<String> PROGRAMS = List.of("setsid", "unshare", "tar", "cut");

    private Machine() {}

    static Preflight look(List<Part> parts, Path state) {
        Map<String, Integer> taken = new TreeMap<>();
        for (Part part : parts) {
            part.ports().forEach((purpose, port) -> {
                if (!FreePorts.isFree(port)) {
                    taken.put(part.name() + " " + purpose, port);
                }
            });
        }
        List<String> missing = parts.stream()
                .flatMap(part -> part.artifacts().stream())
                .filter(artifact -> !Files.exists(artifact))
                .map(Path::toString)
                .distinct()
                .toList();
        List<String> programs =
                PROGRAMS.stream().filter(program -> !isInPath(program)).toList();
        return new Preflight(taken, missing, programs, freeDiskBytes(state), availableMemoryBytes());
    }

    /** Bytes of memory that go away with this process and its children; shared pages are counted in part. */
    static long memoryBytes(long pid) {
        Stream<Long> pids = Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
        return pids.mapToLong(Machine::ownMemoryBytes).sum();
    }

    /** Seconds since boot. */
    static double uptimeSeconds() {
        return Double.parseDouble(read(Path.of("/proc/uptime")).split(" ", -1)[0]);
    }

    /** The same for one process without its children. */
    static long ownMemoryBytes(long pid) {
        Path rollup = Path.of("/proc", String.valueOf(pid), "smaps_rollup");
        try {
            return field(Files.readString(rollup), "Pss") * KIBIBYTE;
        } catch (IOException e) {
            // It ended, or is not ours.
            return 0;
        }
    }

    private static long availableMemoryBytes() {
        return field(read(Path.of("/proc/meminfo")), "MemAvailable") * KIBIBYTE;
    }

    private static long freeDiskBytes(Path state) {
        Path existing = state.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The number behind {@code name:} in a file of kB lines. */
    private static long field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
