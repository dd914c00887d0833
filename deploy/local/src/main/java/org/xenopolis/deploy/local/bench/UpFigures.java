package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a stack costs: the time until all of it answers, and the memory of all its processes together. */
final class UpFigures {
    private static final String NAME = "up";

    private UpFigures() {}

    static List<Figure> of(double seconds, ProcessHandle supervisor) {
        return List.of(
                Figure.atMost(NAME, "time until ready", seconds, "s", 90),
                Figure.atMost(NAME, "memory (PSS of all processes)", memoryMebibytes(supervisor), "MiB", 4_096));
    }

    /** Proportional set size: shared pages count once, divided among those who share them. */
    private static double memoryMebibytes(ProcessHandle supervisor) {
        long kibibytes = 0;
        Deque<ProcessHandle> open = new ArrayDeque<>(List.of(supervisor));
        while (!open.isEmpty()) {
            ProcessHandle process = open.pop();
            process.children().forEach(open::push);
            kibibytes += pssKibibytes(process.pid());
        }
        return kibibytes / 1024.0;
    }

    private static long pssKibibytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            if (!Files.exists(Path.of("/proc/" + pid))) {
                return 0;
            }
            throw new UncheckedIOException(e);
        }
    }
}
