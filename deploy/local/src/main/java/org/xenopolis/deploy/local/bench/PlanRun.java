package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xenopolis.deploy.local.stack.StackException;

/** Programs the planner's bench runs, each in a process of its own, and what they print. */
record PlanRun(String text) {
    static final String XENO =
            Path.of(System.getProperty("xeno.root", "."), "xeno").toString();

    /** {@code ./xeno plan}, by the script; the CPU that it prints is that of the process that the script becomes. */
    static PlanRun plan(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(XENO, "plan"));
        command.addAll(arguments);
        return of(command);
    }

    /** A line of shell, followed by the CPU time of what it ran. */
    static PlanRun shell(String line) {
        return of(List.of("bash", "-c", line + "; times"));
    }

    static PlanRun of(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StackException(Path.of(command.getFirst()).getFileName() + " failed: " + text.strip());
            }
            return new PlanRun(text);
        } catch (IOException e) {
            throw new StackException("cannot run " + command.getFirst() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }

    /** The last number that follows the words. */
    double number(String words) {
        Matcher matcher = Pattern.compile(words + "\\s*([0-9.]*[0-9])").matcher(text);
        String found = null;
        while (matcher.find()) {
            found = matcher.group(1);
        }
        if (found == null) {
            throw new StackException("no '" + words + "' in: " + text.strip());
        }
        return Double.parseDouble(found);
    }

    /** User and system time of a shell's children: the last line of {@code times}. */
    double shellCpuSeconds() {
        String last = text.strip().lines().reduce("", (first, second) -> second);
        Matcher matcher = Pattern.compile("(\\d+)m([0-9.]+)s").matcher(last);
        double seconds = 0;
        while (matcher.find()) {
            seconds += 60 * Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
        }
        return seconds;
    }
}
