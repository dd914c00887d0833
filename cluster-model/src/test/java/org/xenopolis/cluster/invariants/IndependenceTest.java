package org.xenopolis.cluster.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checker is worth something only while it never asks whom it checks. */
class IndependenceTest {
    private static final Path MAIN = Path.of("src/main/java/org/xenopolis/cluster");

    @Test
    void theCheckerAsksNoneOfTheDecidingCode() throws IOException {
        for (Path source : sources(MAIN.resolve("invariants"))) {
            assertThat(code(source))
                    .as(source.toString())
                    .doesNotContain("HardRules")
                    .doesNotContain("Verdict")
                    .doesNotContain("RejectionReason")
                    .doesNotContainPattern("\\.(used|free|allocationsOn|allocationsOf|allocationsTogether)\\(")
                    .doesNotContainPattern("\\.(fitsIn|minusUpTo|hasAll|canSendTo|total|needsPlace|mayHoldPlace)\\(");
        }
    }

    @Test
    void theDecidingCodeDoesNotAskTheChecker() throws IOException {
        try (Stream<Path> files = Files.list(MAIN)) {
            for (Path source : files.filter(Files::isRegularFile).toList()) {
                assertThat(code(source)).as(source.toString()).doesNotContain("cluster.invariants");
            }
        }
    }

    @Test
    void theModuleNeedsNothingButTheJdk() throws IOException {
        for (Path source : sources(MAIN)) {
            assertThat(code(source)
                            .lines()
                            .filter(line -> line.startsWith("import "))
                            .map(line -> line.replaceFirst("import (static )?", "")))
                    .as(source.toString())
                    .allMatch(name -> Stream.of("java.", "org.jspecify.", "org.xenopolis.cluster.")
                            .anyMatch(name::startsWith));
        }
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String code(Path source) throws IOException {
        return Files.readString(source).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)//.*$", "");
    }
}
