package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xenopolis.deploy.xenlab.core.LabPreflight;
import org.xenopolis.deploy.xenlab.core.LabPreflight.Need;

/** Looks at this machine before something is done to it. */
final class LabMachine {
    private static final long KIBIBYTE = 1024;

    private LabMachine() {}

    /** Throws what stands in the way. */
    static void check(Need needed, Path disk, Optional<String> foreignBridge) {
        LabPreflight preflight = new LabPreflight(
                needed,
                "root".equals(System.getProperty("user.name")),
                Files.exists(Path.of("/dev/net/tun")),
                Programs.missing(needed.programs()),
                availableMemoryBytes(),
                freeDiskBytes(disk),
                foreignBridge);
        List<String> problems = preflight.problems();
        if (!problems.isEmpty()) {
            throw new LabException(String.join("\nxeno: ", problems));
        }
    }

    private static long availableMemoryBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long freeDiskBytes(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
