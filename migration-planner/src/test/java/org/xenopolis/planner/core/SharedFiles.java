package org.xenopolis.planner.core;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Test data and judges beside the repository ({@code ../shared}); tests that need them say so and are skipped. */
public final class SharedFiles {
    private SharedFiles() {}

    public static Path data(String name) {
        Path shared = root();
        assumeThat(shared).as("no folder shared/data beside the repository").isNotNull();
        return Objects.requireNonNull(shared).resolve("data").resolve(name);
    }

    public static Path tool(String name) {
        return data("").resolve("../tools").resolve(name).normalize();
    }

    /** What a program prints; the test is skipped where the program is not there. */
    public static String run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeThat(false).as(command[0] + " is not installed").isTrue();
            throw e;
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    private static @Nullable Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared/data/roadef2012"))) {
                return folder.resolve("shared");
            }
        }
        return null;
    }
}
