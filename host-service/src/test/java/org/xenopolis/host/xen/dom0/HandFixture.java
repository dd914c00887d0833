package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The hand itself, with a hypervisor that is two lists in files, and with programs that only say what they were told. */
abstract class HandFixture {
    static final String ID = "0190f5fe-7c21-7000-8000-0123456789ab";

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPython() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(one -> Files.isExecutable(Path.of(one, "python3"))),
                "python3 is not installed");
    }

    @BeforeEach
    void fakeBindings() throws IOException {
        FakeXen.write(folder.resolve("python"), ID);
        program("nft", "cat >>\"$DEEDS\"");
    }

    /** In place of one of dom0's. */
    final void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Process hand() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Arguments.of(
                new Command.Hand(),
                new Layout(
                        folder.resolve("root").toString(), folder.resolve("run").toString())));
        builder.environment().put("PYTHONPATH", folder.resolve("python").toString());
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("DEEDS", folder.resolve("deeds").toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** What it answers to all of them, before its line ends. */
    final List<String> ask(Stream<List<String>> asks) throws Exception {
        Process hand = hand();
        String lines = asks.map(words -> String.join("\t", words) + "\n").collect(Collectors.joining());
        // It answers while it is asked.
        Thread asking = Thread.ofVirtual().start(() -> {
            try (OutputStream out = hand.getOutputStream()) {
                out.write(Arguments.HAND);
                out.write(lines.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<String> answers = new String(hand.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        asking.join();
        assertThat(hand.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return answers;
    }

    final List<String> ask(Ask... asks) throws Exception {
        return ask(Stream.of(asks).map(Ask::words));
    }

    /** What it has done to the hypervisor and said to programs. */
    final List<String> deeds() throws IOException {
        Path deeds = folder.resolve("deeds");
        return Files.exists(deeds) ? Files.readAllLines(deeds) : List.of();
    }
}
