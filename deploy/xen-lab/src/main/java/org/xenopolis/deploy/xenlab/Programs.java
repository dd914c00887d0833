package org.xenopolis.deploy.xenlab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs the machine's own programs. */
final class Programs {
    /** Where an ordinary user's PATH does not look. */
    private static final String SYSTEM_FOLDERS = ":/usr/sbin:/sbin";

    private Programs() {}

    /** What the program wrote on both outputs, and how it ended. */
    record Ended(int code, String output) {
        boolean isGood() {
            return code == 0;
        }
    }

    /** Its output; a program that fails is an error with its last line. */
    static String run(List<String> command) {
        Ended ended = tried(command);
        if (!ended.isGood()) {
            String last = ended.output().lines().reduce("", (before, line) -> line.isBlank() ? before : line.strip());
            throw new LabException(command.getFirst() + " failed: " + last);
        }
        return ended.output();
    }

    static Ended tried(List<String> command) {
        ProcessBuilder builder = builder(command).redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new LabException("cannot run " + command.getFirst() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted");
        }
    }

    /** Runs it on this terminal; its exit code. */
    static int interactive(List<String> command) {
        try {
            return builder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new LabException("cannot run " + command.getFirst() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted");
        }
    }

    /** Those that are not there. */
    static List<String> missing(List<String> programs) {
        return programs.stream().filter(program -> !isThere(program)).toList();
    }

    private static boolean isThere(String program) {
        return Stream.of(path().split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", path());
        return builder;
    }

    private static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + SYSTEM_FOLDERS;
    }
}
